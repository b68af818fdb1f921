package dev.caravan.remote.lean;

import java.util.regex.Pattern;

/** The SHA-256 that Caravan records in an object's metadata: 64 hex digits, and the part size where it is of parts. */
public final class RecordedSha256 {
    public static final String KEY = "sha256";

    private static final Pattern TEXT = Pattern.compile("[0-9a-f]{64}(/[1-9][0-9]{6,11})?");

    private RecordedSha256() {}

    /** Whether a text is one; another tool's idea of one is none. */
    public static boolean isOne(String text) {
        return TEXT.matcher(text).matches();
    }
}
