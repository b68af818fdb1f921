package dev.caravan.pass;

import dev.caravan.guard.HeldDeletions;
import dev.caravan.index.Entry;
import dev.caravan.local.Folder;
import dev.caravan.look.DirectoryWatch;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.mount.Side;
import dev.caravan.reconcile.Action;
import dev.caravan.reconcile.Change;
import dev.caravan.status.Problems;
import dev.caravan.transfer.PathState;
import java.io.IOException;
import java.util.Optional;

/**
 * What stands against doing something about a path just now, such as a disk that is not there; and which objects may be the
 * only ones of their content, so that they are copied before they go.
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

    /** A content was found that the index does not know: where the disk may be another one, it proves nothing. */
    void noteFound(RelativePath path) {
        watch.found(path.value(), folder.lies(path));
    }

    /** What is as it was proves the disk that it lies on; another content proves nothing. */
    void noteProof(PathState found, boolean touched) {
        Entry entry = found.entry();
        if (touched && entry != null && entry.inStep()) {
            watch.proves(found.path().value());
        } else if (!touched && found.localChange() == Change.MODIFIED) {
            noteFound(found.path());
        }
    }

    /** What is to be uploaded, and the object that it replaces: a copy of that is kept where it may be needed. */
    PathState beforeUpload(PathState pathState) {
        return waiting(doubted(pathState));
    }

    /** An object whose deletion waits for a person, or was rejected, is not replaced without a copy. */
    private PathState waiting(PathState pathState) {
        boolean waits = pathState.entry() != null
                && held.areSome()
                && (held.isHeld(pathState.path(), Side.REMOTE) || held.isRejected(pathState.path(), Side.REMOTE));
        return waits ? pathState.asUnlike() : pathState;
    }

    /** In a directory that is another one than before a file may be an old one: the object that it replaces is kept. */
    private PathState doubted(PathState pathState) {
        Entry entry = pathState.entry();
        if (entry == null || !isDoubtful(pathState.path())) {
            return pathState;
        }
        watch.doubts(entry);
        return pathState.asUnlike();
    }

    private boolean isDoubtful(RelativePath path) {
        return watch.isDoubtful(path.value()) || watch.isDoubtful(folder.lies(path));
    }

    /** Whether a path is left alone for now; why is a problem. */
    boolean stand(PathState pathState, Action action) throws IOException {
        return isOutOfReach(pathState, action) || isArchived(pathState, action);
    }

    /** Nothing is done in a directory that is not the one that it was. */
    private boolean isOutOfReach(PathState pathState, Action action) throws IOException {
        String path = pathState.path().value();
        Optional<String> why = Optional.empty();
        if (action == Action.DOWNLOAD || action == Action.CONFLICT) {
            why = watch.whyNothingMayCome(path);
            // a person who wants it back wants it in a new directory, too
            if (held.isRejected(pathState.path(), Side.REMOTE) && !watch.isOnOtherDisk(path)) {
                why = Optional.empty();
            }
        } else if (action == Action.UPLOAD || action == Action.DELETE_LOCAL) {
            why = watch.why(path).or(() -> watch.why(folder.lies(pathState.path())));
        }
        why.ifPresent(text -> problems.report(path, "cannot be reached: " + text));
        return why.isPresent();
    }

    /** An archived object cannot be read: what would need its content waits until somebody restores it. */
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
}
