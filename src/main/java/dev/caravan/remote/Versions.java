package dev.caravan.remote;

import dev.caravan.mount.RemoteVersion;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Reads versions of objects from what a store says of them. */
public final class Versions {
    private static final Set<String> ARCHIVES = Set.of("GLACIER", "DEEP_ARCHIVE");

    private Versions() {}

    public static RemoteVersion of(S3Object listed) {
        long size = listed.size() == null ? 0 : listed.size();
        Instant modified = orEpoch(listed.lastModified());
        boolean archived = ARCHIVES.contains(String.valueOf(listed.storageClassAsString()));
        return new RemoteVersion(RemoteVersion.etag(listed.eTag(), size, modified), size, modified, archived);
    }

    public static RemoteVersion of(HeadObjectResponse head) {
        long size = head.contentLength() == null ? 0 : head.contentLength();
        Instant modified = orEpoch(head.lastModified());
        boolean restored = head.restore() != null && head.restore().contains("ongoing-request=\"false\"");
        boolean archived = ARCHIVES.contains(String.valueOf(head.storageClassAsString())) && !restored;
        return new RemoteVersion(RemoteVersion.etag(head.eTag(), size, modified), size, modified, archived);
    }

    private static Instant orEpoch(@Nullable Instant time) {
        return time == null ? Instant.EPOCH : time;
    }
}
