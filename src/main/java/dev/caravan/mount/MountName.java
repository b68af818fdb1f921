package dev.caravan.mount;

import java.util.regex.Pattern;

/** The name of a mount: it begins every log line and every route id of that mount. */
public record MountName(String value) {
    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    public MountName {
        if (!RULE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "'" + value
                            + "' is no name for a mount: use letters, digits, '-' and '_', beginning with a letter or digit, 63 at most");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
