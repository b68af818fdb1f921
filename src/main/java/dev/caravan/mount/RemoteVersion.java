package dev.caravan.mount;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of an object.
 *
 * @param etag without quotes; opaque, but equal only where the content is equal
 * @param size in bytes
 * @param modified when the store received it; only ever compared with other times of the same store, but on a first run
 * @param archived whether it must be restored before it can be read
 */
public record RemoteVersion(String etag, long size, Instant modified, boolean archived) {
    /** Time and storage class may change without the content: a copy onto itself, a lifecycle rule. */
    public boolean same(@Nullable RemoteVersion other) {
        return other != null && etag.equals(other.etag) && size == other.size;
    }

    /** An ETag without its quotes; for a store that sends none, what else there is. */
    public static String etag(@Nullable String quoted, long size, Instant modified) {
        return quoted == null || quoted.isEmpty() ? size + "@" + modified : unquoted(quoted);
    }

    public static String unquoted(String etag) {
        String bare = etag.startsWith("W/") ? etag.substring(2) : etag;
        return bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"")
                ? bare.substring(1, bare.length() - 1)
                : bare;
    }
}
