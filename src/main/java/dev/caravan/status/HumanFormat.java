package dev.caravan.status;

import java.time.Duration;

/** Sizes and times as people read them. */
public final class HumanFormat {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private HumanFormat() {}

    /** {@code 1.2 MB}: three digits at most, in powers of 1000. */
    public static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        String number = unit == 0 || value >= 99.95 ? String.valueOf(Math.round(value)) : tenths(value);
        return number + " " + UNITS[unit];
    }

    /** {@code 0.4 s}. */
    public static String seconds(Duration duration) {
        return tenths(duration.toMillis() / 1000.0) + " s";
    }

    /** Formats by hand, as each copied file is logged, and a formatter would cost more than the log line. */
    private static String tenths(double value) {
        long tenths = Math.round(value * 10);
        return tenths / 10 + "." + tenths % 10;
    }

    /** {@code 45 s}, {@code 3 min}, {@code 2 h}, {@code 5 days}. */
    public static String span(Duration duration) {
        if (duration.toMinutes() < 2) {
            return duration.toSeconds() + " s";
        }
        if (duration.toHours() < 2) {
            return duration.toMinutes() + " min";
        }
        return duration.toDays() < 2 ? duration.toHours() + " h" : duration.toDays() + " days";
    }

    /** {@code 1 file}, {@code 2 files}. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** A path on one line, whatever characters it has. */
    public static String visible(Object path) {
        String text = path.toString();
        if (text.chars().allMatch(c -> c >= ' ' && c < 127)) {
            return text;
        }
        StringBuilder visible = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                visible.append(String.format("\\u%04x", c));
            } else {
                visible.appendCodePoint(c);
            }
        });
        return visible.toString();
    }

    /** {@code deleted-remotely} of {@code DeletedRemotely}. */
    public static String kebab(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT);
    }
}
