package dev.caravan.pass;

import dev.caravan.index.Entry;
import dev.caravan.local.LocalVersion;
import dev.caravan.mount.Deletions;
import dev.caravan.mount.Direction;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.reconcile.Action;
import dev.caravan.reconcile.Change;
import dev.caravan.reconcile.Reconciler;
import dev.caravan.remote.ObjectHead;
import dev.caravan.remote.RemoteVersion;
import dev.caravan.status.Problems;
import dev.caravan.transfer.PathState;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Completes what was seen of a path with the index and the other side, and has the reconciler decide. */
final class Decider {
    private final OpenMount open;
    private final Problems problems;
    private final FirstRuns firstRuns;
    private final HeldDeletions held;
    private final Map<Side, AtomicLong> modified = Map.of(Side.LOCAL, new AtomicLong(), Side.REMOTE, new AtomicLong());

    Decider(OpenMount open, Problems problems, HeldDeletions held, FirstRuns firstRuns) {
        this.open = open;
        this.held = held;
        this.problems = problems;
        this.firstRuns = firstRuns;
    }

    Decision decide(Candidate candidate) throws IOException {
        PathState found = find(candidate);
        Reconciler reconciler =
                new Reconciler(open.mount().policy(), firstRuns.of(found.path()).orElse(null));
        if (isStillExtra(found)) {
            return new Decision(found, extra(found, candidate.mayGo(), reconciler));
        }
        if (found.entry() == null && found.local() != null) {
            open.watch().found(found.path().value(), open.folder().lies(found.path()));
        }
        Optional<PathState> touched = touched(found);
        noteProof(found, touched.isPresent());
        PathState pathState = touched.orElse(found);
        Action action = reconciler.decide(pathState.localChange(), pathState.remoteChange());
        if (action == Action.COMPARE) {
            action = compared(pathState, reconciler);
        }
        if (action == Action.KEEP && touched.isPresent()) {
            action = Action.ADOPT;
        }
        Optional<Side> side = action.deletesOn();
        if (side.isPresent() && held.isRejected(pathState.path(), side.get())) {
            action = restored(side.get());
        }
        pathState = action == Action.UPLOAD ? waiting(doubted(pathState)) : pathState;
        boolean kept = isOutOfReach(pathState, action) || archived(pathState, action);
        return new Decision(pathState, kept ? Action.KEEP : action);
    }

    /** What is as it was proves the disk that it lies on; another content proves nothing. */
    private void noteProof(PathState found, boolean touched) {
        Entry entry = found.entry();
        if (touched && entry != null && entry.inStep()) {
            open.watch().proves(found.path().value());
        } else if (!touched && found.localChange() == Change.MODIFIED) {
            open.watch().found(found.path().value(), open.folder().lies(found.path()));
        }
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
        open.watch().doubts(entry);
        return pathState.asUnlike();
    }

    private boolean isDoubtful(RelativePath path) {
        return open.watch().isDoubtful(path.value())
                || open.watch().isDoubtful(open.folder().lies(path));
    }

    /** What a person wants who rejects a deletion: the path on both sides, as far as the mount goes that way. */
    private Action restored(Side side) {
        if (side == Side.REMOTE) {
            return Action.DOWNLOAD;
        }
        return open.mount().policy().direction() == Direction.DOWNLOAD ? Action.UNLIKE : Action.UPLOAD;
    }

    /** Whether the path is as a first run left it, on the losing side alone. */
    private static boolean isStillExtra(PathState found) {
        Entry entry = found.entry();
        return entry != null
                && entry.isExtra()
                && found.localChange() == (entry.local() == null ? Change.ABSENT : Change.UNCHANGED)
                && found.remoteChange() == (entry.remote() == null ? Change.ABSENT : Change.UNCHANGED);
    }

    private Action extra(PathState found, boolean mayGo, Reconciler reconciler) {
        boolean onlyLocal = found.local() != null;
        boolean wanted = held.isRejected(found.path(), onlyLocal ? Side.LOCAL : Side.REMOTE);
        if (wanted || open.mount().policy().deletions() == Deletions.KEEP) {
            return reconciler.left(onlyLocal);
        }
        if (!mayGo) {
            return Action.KEEP;
        }
        return onlyLocal ? Action.DELETE_LOCAL : Action.DELETE_REMOTE;
    }

    /** Nothing is done in a directory that is not the one that it was. */
    private boolean isOutOfReach(PathState pathState, Action action) throws IOException {
        String path = pathState.path().value();
        Optional<String> why = Optional.empty();
        if (action == Action.DOWNLOAD || action == Action.CONFLICT) {
            why = open.watch().whyNothingMayCome(path);
            // a person who wants it back wants it in a new directory, too
            if (held.isRejected(pathState.path(), Side.REMOTE) && !open.watch().isOnOtherDisk(path)) {
                why = Optional.empty();
            }
        } else if (action == Action.UPLOAD || action == Action.DELETE_LOCAL) {
            why = open.watch().why(path).or(() -> open.watch().why(open.folder().lies(pathState.path())));
        }
        why.ifPresent(text -> problems.report(path, "cannot be reached: " + text));
        return why.isPresent();
    }

    /** A path is acted upon: this pass found it modified on a side. */
    void noteModified(PathState pathState) {
        note(Side.LOCAL, pathState.localChange());
        note(Side.REMOTE, pathState.remoteChange());
    }

    private void note(Side side, Change change) {
        if (change == Change.MODIFIED) {
            modified.getOrDefault(side, new AtomicLong()).incrementAndGet();
        }
    }

    /** How many paths that the index knows have another content on a side. */
    long modified(Side side) {
        return modified.getOrDefault(side, new AtomicLong()).get();
    }

    /** A file whose times changed and whose content did not is no modified file. */
    private Optional<PathState> touched(PathState found) throws IOException {
        Entry entry = found.entry();
        LocalVersion local = found.local();
        if (entry == null || local == null || found.localChange() != Change.MODIFIED) {
            return Optional.empty();
        }
        if (!open.contents().isUnchanged(found.path(), local, entry)) {
            return Optional.empty();
        }
        Entry same = new Entry(entry.path(), local, entry.remote(), entry.sha256(), entry.standing());
        return Optional.of(new PathState(found.path(), same, local, found.remote(), found.remoteAssumed()));
    }

    private PathState find(Candidate candidate) throws IOException {
        RelativePath path = candidate.path();
        Entry entry = open.index().find(path).orElse(null);
        LocalVersion local = open.folder().look(path).orElse(null);
        RemoteVersion indexed = entry == null ? null : entry.remote();
        RemoteVersion remote = switch (candidate.bucket()) {
            case AS_INDEXED -> indexed;
            case SEEN -> candidate.remote();
            case ASK -> open.bucket().head(path).map(ObjectHead::version).orElse(null);
        };
        boolean assumed = candidate.bucket() == Candidate.InBucket.AS_INDEXED;
        noteSeen(path, entry, local, assumed ? null : remote);
        PathState found = new PathState(path, entry, local, remote, assumed);
        // an extra that was changed since is no extra any more
        return entry == null || !entry.isExtra() || isStillExtra(found)
                ? found
                : new PathState(path, null, local, remote, assumed);
    }

    /** A side that changed is not missing: its old version counts as seen. */
    private void noteSeen(
            RelativePath path, @Nullable Entry entry, @Nullable LocalVersion local, @Nullable RemoteVersion remote) {
        if (entry != null && entry.local() != null && local != null) {
            open.index().seeLocal(path.value(), entry.local());
        }
        if (entry != null && entry.remote() != null && remote != null) {
            open.index().seeRemote(path.value(), entry.remote());
        }
    }

    private Action compared(PathState pathState, Reconciler reconciler) throws IOException {
        if (open.contents().equal(pathState)) {
            return Action.ADOPT;
        }
        return reconciler.differing(pathState.localChange(), pathState.remoteChange(), localIsNewer(pathState));
    }

    /** By the times that the contents were modified, as far as the object's metadata tells. */
    boolean localIsNewer(PathState pathState) {
        LocalVersion local = pathState.local();
        RemoteVersion remote = pathState.remote();
        if (local == null || remote == null || pathState.remoteAssumed()) {
            return local != null;
        }
        Optional<ObjectHead> head = open.bucket().head(pathState.path());
        Instant there = head.filter(now -> now.version().same(remote))
                .map(ObjectHead::modified)
                .orElse(remote.modified());
        return Instant.ofEpochSecond(0, local.modified()).isAfter(there);
    }

    /** An archived object cannot be read: what would need its content waits until somebody restores it. */
    private boolean archived(PathState pathState, Action action) {
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
