package dev.caravan.sync.plan;

import java.util.Locale;

/**
 * One path of both sides, compared.
 *
 * @param why it cannot be told; else empty
 */
public record Compared(Mark mark, String path, String why) {
    /** What the comparison found; the signs are those of rclone. */
    public enum Mark {
        SAME('='),
        FOLDER_ONLY('+'),
        S3_ONLY('-'),
        DIFFERENT('*'),
        UNKNOWN('!');

        private final char sign;

        Mark(char sign) {
            this.sign = sign;
        }

        public char sign() {
            return sign;
        }

        /** Its name in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
