package dev.caravan.transfer;

import dev.caravan.index.Entry;
import dev.caravan.local.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.reconcile.Action;
import dev.caravan.remote.RemoteVersion;
import dev.caravan.status.PathEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What was done about a path.
 *
 * @param entry what the index is to say of it from now on; null to forget it
 * @param bytes that were transferred
 */
public record Completed(
        Action action, PathState pathState, @Nullable Entry entry, long bytes, Duration took) {
    public static Completed at(Action action, PathState pathState, @Nullable Entry entry) {
        return new Completed(action, pathState, entry, 0, Duration.ZERO);
    }

    public RelativePath path() {
        return pathState.path();
    }

    /** What has happened by that. */
    public PathEvent event() {
        LocalVersion local = entry == null ? pathState.local() : entry.local();
        RemoteVersion remote = entry == null ? pathState.remote() : entry.remote();
        return switch (action) {
            case UPLOAD -> new PathEvent.Uploaded(path(), local, remote, bytes, took);
            case DOWNLOAD -> new PathEvent.Downloaded(path(), local, remote, bytes, took);
            case DELETE_LOCAL -> new PathEvent.DeletedLocally(path(), pathState.local());
            case DELETE_REMOTE -> new PathEvent.DeletedRemotely(path(), pathState.remote());
            case ADOPT -> new PathEvent.Adopted(path(), local, remote);
            case UNLIKE -> new PathEvent.LeftUnlike(path());
            case LEAVE, EXTRA, FORGET, KEEP, COMPARE, CONFLICT -> new PathEvent.Recorded(path(), action);
        };
    }
}
