package dev.caravan.mount;

/**
 * A bucket and the directory in it that a mount is paired with.
 *
 * @param prefix empty for the whole bucket, else without a leading and with a trailing slash: {@code a/b} means the
 *     directory {@code a/b/} and never {@code a/bc}
 */
public record Location(String bucket, String prefix) {
    public Location {
        while (prefix.startsWith("/")) {
            prefix = prefix.substring(1);
        }
        if (!prefix.isEmpty() && !prefix.endsWith("/")) {
            prefix = prefix + "/";
        }
    }

    public String keyOf(RelativePath path) {
        return prefix + path.value();
    }

    /** The part of a key behind the prefix. */
    public String relative(String key) {
        if (!key.startsWith(prefix)) {
            throw new IllegalArgumentException("Key '" + key + "' does not begin with prefix '" + prefix + "'");
        }
        return key.substring(prefix.length());
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + prefix;
    }
}
