package dev.caravan.transfer;

import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.reconcile.Action;
import org.jspecify.annotations.Nullable;

/** What to do about a path, and the path state on which that was decided. */
public record Decision(PathState pathState, Action action) {
    /** The bytes that are copied, or that are deleted. */
    public long bytes() {
        return bytes(action, pathState.local(), pathState.remote());
    }

    /** As {@link #bytes()}, of an action on these versions. */
    public static long bytes(Action action, @Nullable LocalVersion file, @Nullable RemoteVersion object) {
        boolean ofFile = action == Action.UPLOAD || action == Action.DELETE_LOCAL || action == Action.CONFLICT;
        if (ofFile) {
            return file == null ? 0 : file.size();
        }
        return object == null ? 0 : object.size();
    }
}
