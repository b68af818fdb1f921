package dev.caravan.index;

import dev.caravan.local.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.remote.RemoteVersion;
import org.jspecify.annotations.Nullable;

/**
 * What is known to be settled of one path: both sides in step, or one side left as it is on purpose.
 *
 * @param local null where the folder has no such file, and that is as it should be
 * @param remote null where the bucket has no such object, and that is as it should be
 * @param sha256 of the content, as it is recorded in an object's metadata, where the ETag cannot prove it; else null
 */
public record Entry(
        RelativePath path,
        @Nullable LocalVersion local,
        @Nullable RemoteVersion remote,
        @Nullable String sha256) {
    /** Whether both sides hold the path. */
    public boolean both() {
        return local != null && remote != null;
    }
}
