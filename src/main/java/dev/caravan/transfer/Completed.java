package dev.caravan.transfer;

import dev.caravan.index.Entry;
import dev.caravan.index.Index;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.reconcile.Action;
import dev.caravan.status.PathEvent;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was done about a path.
 *
 * @param entry the new index entry; null to forget the path
 * @param bytes how many were transferred
 */
public record Completed(
        Action action, PathState pathState, @Nullable Entry entry, long bytes, Duration took) {
    public static Completed at(Action action, PathState pathState, @Nullable Entry entry) {
        return new Completed(action, pathState, entry, 0, Duration.ZERO);
    }

    /** What a decision that only changes the index comes to; empty for any other decision. */
    public static Optional<Completed> withoutTransfer(Decision decision) {
        Action action = decision.action();
        PathState found = decision.pathState();
        RelativePath path = found.path();
        return switch (action) {
            case ADOPT ->
                Optional.of(at(action, found, new Entry(path, found.local(), found.remote(), checksum(found))));
            case LEAVE -> Optional.of(at(action, found, new Entry(path, found.local(), found.remote(), null)));
            case UNLIKE -> Optional.of(at(action, found, Entry.unlike(path, found.local(), found.remote())));
            case EXTRA ->
                Optional.of(
                        at(action, found, new Entry(path, found.local(), found.remote(), null, Entry.Standing.EXTRA)));
            case FORGET -> Optional.of(at(action, found, null));
            case SKIP, COMPARE, UPLOAD, DOWNLOAD, DELETE_LOCAL, DELETE_REMOTE, CONFLICT -> Optional.empty();
        };
    }

    /** The checksum in the old entry, if the object is still the same version; else null. */
    private static @Nullable String checksum(PathState found) {
        Entry old = found.entry();
        return old != null && found.remote() != null && found.remote().same(old.remote()) ? old.sha256() : null;
    }

    public RelativePath path() {
        return pathState.path();
    }

    /** Has the index say what is so from now on. */
    public void recordIn(Index index) {
        if (entry == null) {
            index.forget(path());
        } else if (action == Action.ADOPT && pathState.remoteAssumed()) {
            index.recordFile(entry);
        } else {
            index.record(entry);
        }
    }

    /** The event that reports this. */
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
            case LEAVE, EXTRA, FORGET, SKIP, COMPARE, CONFLICT -> new PathEvent.Recorded(path(), action);
        };
    }
}
