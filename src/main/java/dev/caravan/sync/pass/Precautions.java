package dev.caravan.sync.pass;

import dev.caravan.index.Entry;
import dev.caravan.local.Folder;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.mount.Side;
import dev.caravan.reconcile.Action;
import dev.caravan.reconcile.Change;
import dev.caravan.status.Problems;
import dev.caravan.sync.guard.HeldDeletions;
import dev.caravan.sync.look.DirectoryWatch;
import dev.caravan.transfer.PathState;
import java.io.IOException;
import java.util.Optional;

/**
 * Says why a path must be left alone for now, for example because its disk is not mounted; and which objects may hold
 * the only copy of their content, so that they are kept before they are replaced.
 */
final class Precautions {
    private final DirectoryWatch watch;
    private final Folder folder;
    private final HeldDeletions held;
    private final Problems problems;

    Precautions(DirectoryWatch watch, Folder folder, HeldDeletions held, Problems problems) {
        this.watch = watch;
        this.folder = folder;
        this.held = held;
        this.problems = problems;
    }

    /** Notes a file whose content is new to the index: it does not prove that its disk is the right one. */
    void noteFound(RelativePath path) {
        watch.noteNewContent(path.value(), folder.lies(path));
    }

    /** An unchanged content proves that its disk is the right one; a changed one proves nothing. */
    void noteProof(PathState found, boolean touched) {
        Entry entry = found.entry();
        if (touched && entry != null && entry.inStep()) {
            watch.noteUnchanged(found.path().value());
        } else if (!touched && found.localChange() == Change.MODIFIED) {
            noteFound(found.path());
        }
    }

    /**
     * The path state to upload. It is marked as unlike where the object to be replaced may be needed, so that a copy of
     * that is kept.
     */
    PathState beforeUpload(PathState pathState) {
        return waiting(doubted(pathState));
    }

    /** An object whose deletion waits for a person, or was rejected, is not replaced without a copy. */
    private PathState waiting(PathState pathState) {
        boolean waits = pathState.entry() != null
                && held.hasAny()
                && (held.isHeld(pathState.path(), Side.REMOTE) || held.isRejected(pathState.path(), Side.REMOTE));
        return waits ? pathState.asUnlike() : pathState;
    }

    /**
     * A file in a directory that is another one than before may be an old version, so the object that it replaces is
     * kept.
     */
    private PathState doubted(PathState pathState) {
        Entry entry = pathState.entry();
        if (entry == null || !isDoubtful(pathState.path())) {
            return pathState;
        }
        watch.noteDoubted(entry);
        return pathState.asUnlike();
    }

    private boolean isDoubtful(RelativePath path) {
        return watch.isDoubtful(path.value()) || watch.isDoubtful(folder.lies(path));
    }

    /** Whether a path is left alone for now; the reason is reported as a problem. */
    boolean blocks(PathState pathState, Action action) throws IOException {
        return isOutOfReach(pathState, action) || isArchived(pathState, action) || isGarbled(pathState, action);
    }

    /** Whether a path is left alone because its directory is not the one that it was. */
    private boolean isOutOfReach(PathState pathState, Action action) throws IOException {
        String path = pathState.path().value();
        Optional<String> why = Optional.empty();
        if (action == Action.DOWNLOAD || action == Action.CONFLICT) {
            why = watch.whyNothingMayCome(path);
            // a person who rejected the deletion wants the file back even if its directory is a new one
            if (held.isRejected(pathState.path(), Side.REMOTE) && !watch.isOnOtherDisk(path)) {
                why = Optional.empty();
            }
        } else if (action == Action.UPLOAD || action == Action.DELETE_LOCAL) {
            why = watch.why(path).or(() -> watch.why(folder.lies(pathState.path())));
        }
        why.ifPresent(text -> problems.report(path, "cannot be reached: " + text));
        return why.isPresent();
    }

    /** Whether the action needs the content of an archived object: that cannot be read until somebody restores it. */
    private boolean isArchived(PathState pathState, Action action) {
        RemoteVersion remote = pathState.remote();
        boolean needsContent = action == Action.DOWNLOAD
                || action == Action.CONFLICT
                || ((action == Action.UPLOAD || action == Action.DELETE_REMOTE) && !pathState.remoteWasInStep());
        if (remote == null || !remote.archived() || !needsContent) {
            return false;
        }
        problems.report(
                pathState.path().value(),
                "is archived in S3: restore it there, then it is synchronized (nothing was deleted)");
        return true;
    }

    /** An object that does not hold what was sent is not fetched: there is no content in it that anybody wrote. */
    private boolean isGarbled(PathState pathState, Action action) {
        Entry entry = pathState.entry();
        boolean garbled = action == Action.DOWNLOAD
                && entry != null
                && entry.isUnsent()
                && pathState.remoteChange() == Change.UNCHANGED;
        if (garbled) {
            problems.report(
                    pathState.path().value(),
                    "holds in S3 what nobody sent, and the file is gone: delete the object, or store it anew");
        }
        return garbled;
    }
}
