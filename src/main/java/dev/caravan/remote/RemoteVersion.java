package dev.caravan.remote;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * One version of an object.
 *
 * @param etag without quotes; opaque, but equal only where the content is equal
 * @param size in bytes
 * @param modified when the store received it; only ever compared with other times of the same store, but on a first run
 * @param archived whether it must be restored before it can be read
 */
public record RemoteVersion(String etag, long size, Instant modified, boolean archived) {
    private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

    public static RemoteVersion of(S3Object listed) {
        long size = listed.size() == null ? 0 : listed.size();
        Instant modified = orEpoch(listed.lastModified());
        boolean archived = ARCHIVES.contains(String.valueOf(listed.storageClassAsString()));
        return new RemoteVersion(etag(listed.eTag(), size, modified), size, modified, archived);
    }

    public static RemoteVersion of(HeadObjectResponse head) {
        long size = head.contentLength() == null ? 0 : head.contentLength();
        Instant modified = orEpoch(head.lastModified());
        boolean restored = head.restore() != null && head.restore().contains("ongoing-request=\"false\"");
        boolean archived = ARCHIVES.contains(String.valueOf(head.storageClassAsString())) && !restored;
        return new RemoteVersion(etag(head.eTag(), size, modified), size, modified, archived);
    }

    /** Time and storage class may change without the content: a copy onto itself, a lifecycle rule. */
    public boolean same(@Nullable RemoteVersion other) {
        return other != null && etag.equals(other.etag) && size == other.size;
    }

    /** An ETag without its quotes; for a store that sends none, what else there is. */
    public static String etag(@Nullable String quoted, long size, Instant modified) {
        return quoted == null || quoted.isEmpty() ? size + "@" + modified : unquoted(quoted);
    }

    static String unquoted(String etag) {
        String bare = etag.startsWith("W/") ? etag.substring(2) : etag;
        return bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"")
                ? bare.substring(1, bare.length() - 1)
                : bare;
    }

    private static Instant orEpoch(@Nullable Instant time) {
        return time == null ? Instant.EPOCH : time;
    }
}
