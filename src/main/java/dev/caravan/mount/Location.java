package dev.caravan.mount;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A bucket and the directory in it that a mount is paired with.
 *
 * @param prefix empty for the whole bucket, else without a leading and with a trailing slash: {@code a/b} means the
 *     directory {@code a/b/} and never {@code a/bc}
 */
public record Location(String bucket, String prefix) {
    /** The longest key that S3 takes. */
    private static final int KEY_BYTES = 1024;

    public Location {
        while (prefix.startsWith("/")) {
            prefix = prefix.substring(1);
        }
        if (!prefix.isEmpty() && !prefix.endsWith("/")) {
            prefix = prefix + "/";
        }
    }

    /** Why a path cannot be a key here, in words that continue "because it …"; empty where it can. */
    public Optional<String> fault(String path) {
        int bytes = (prefix + path).getBytes(StandardCharsets.UTF_8).length;
        return bytes <= KEY_BYTES
                ? Optional.empty()
                : Optional.of("is too long: its key would have " + bytes + " bytes, and " + KEY_BYTES + " is the most");
    }

    /** Whether an event of a bucket may be about this place: it names the bucket, which only the owner of an access point knows. */
    public boolean mayMean(String named) {
        return bucket.startsWith("arn:") || bucket.endsWith("-s3alias") || bucket.equals(named);
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
