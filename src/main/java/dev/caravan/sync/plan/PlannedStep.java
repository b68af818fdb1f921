package dev.caravan.sync.plan;

import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.reconcile.Action;
import dev.caravan.reconcile.Change;
import dev.caravan.transfer.Decision;
import dev.caravan.transfer.PathState;
import org.jspecify.annotations.Nullable;

/**
 * What a pass would do about one path, and why.
 *
 * @param local how the file has changed since both sides were in step
 * @param remote how the object has
 * @param file the version of the file; null if there is none
 * @param object the version of the object; null if there is none
 */
public record PlannedStep(
        Action action,
        RelativePath path,
        Change local,
        Change remote,
        @Nullable LocalVersion file,
        @Nullable RemoteVersion object) {
    static PlannedStep of(Decision decision) {
        PathState state = decision.pathState();
        return new PlannedStep(
                decision.action(),
                state.path(),
                state.localChange(),
                state.remoteChange(),
                state.local(),
                state.remote());
    }

    /** The bytes that are copied, or that are deleted. */
    public long bytes() {
        return Decision.bytes(action, file, object);
    }
}
