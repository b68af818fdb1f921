package dev.caravan.sync.pass;

import dev.caravan.mount.Deletions;
import dev.caravan.mount.Direction;
import dev.caravan.mount.Policy;
import dev.caravan.mount.Side;
import dev.caravan.reconcile.Action;
import dev.caravan.reconcile.Change;
import dev.caravan.reconcile.Reconciler;
import dev.caravan.status.Problems;
import dev.caravan.sync.guard.HeldDeletions;
import dev.caravan.sync.look.Candidate;
import dev.caravan.sync.session.OpenMount;
import dev.caravan.transfer.Contents;
import dev.caravan.transfer.Decision;
import dev.caravan.transfer.PathState;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Decides what to do about a path: asks the reconciler, then applies a person's verdict and the precautions. */
final class Decider {
    private final Policy policy;
    private final PathStates states;
    private final Contents contents;
    private final Precautions precautions;
    private final HeldDeletions held;
    private final FirstRuns firstRuns;
    private final Map<Side, AtomicLong> modified = Map.of(Side.LOCAL, new AtomicLong(), Side.REMOTE, new AtomicLong());

    Decider(OpenMount open, FirstRuns firstRuns, Problems problems) {
        this.policy = open.mount().policy();
        this.contents = open.transfers().contents();
        this.states = new PathStates(open.index(), open.folder(), open.bucket(), contents);
        this.precautions = new Precautions(open.looks().watch(), open.folder(), open.held(), problems);
        this.held = open.held();
        this.firstRuns = firstRuns;
    }

    Decision decide(Candidate candidate) throws IOException {
        PathState found = states.find(candidate);
        Reconciler reconciler =
                new Reconciler(policy, firstRuns.of(found.path()).orElse(null));
        if (PathStates.isStillExtra(found)) {
            return new Decision(found, extra(found, candidate.mayGo(), reconciler));
        }
        if (found.entry() == null && found.local() != null) {
            precautions.noteFound(found.path());
        }
        Optional<PathState> touched = states.touched(found);
        precautions.noteProof(found, touched.isPresent());
        PathState pathState = touched.orElse(found);
        Action action = isUnsent(pathState)
                ? Action.UPLOAD
                : reconciler.decide(pathState.localChange(), pathState.remoteChange());
        if (action == Action.COMPARE) {
            action = compared(pathState, reconciler);
        }
        if (action == Action.SKIP && touched.isPresent()) {
            action = Action.ADOPT;
        }
        Optional<Side> side = action.deletesOn();
        if (side.isPresent() && held.isRejected(pathState.path(), side.get())) {
            action = restored(side.get());
        }
        pathState = action == Action.UPLOAD ? precautions.beforeUpload(pathState) : pathState;
        return new Decision(pathState, precautions.blocks(pathState, action) ? Action.SKIP : action);
    }

    /** What was begun is ended, whatever the direction: else a download mount would fetch what its first run garbled. */
    private static boolean isUnsent(PathState pathState) {
        return pathState.entry() != null
                && pathState.entry().isUnsent()
                && pathState.local() != null
                && pathState.remoteChange() == Change.UNCHANGED;
    }

    /**
     * The action that undoes a rejected deletion: the path is copied back to the side that lost it. A download mount
     * does not upload, so there the two sides stay unlike.
     */
    private Action restored(Side side) {
        if (side == Side.REMOTE) {
            return Action.DOWNLOAD;
        }
        return policy.direction() == Direction.DOWNLOAD ? Action.UNLIKE : Action.UPLOAD;
    }

    private Action extra(PathState found, boolean mayGo, Reconciler reconciler) {
        boolean onlyLocal = found.local() != null;
        boolean wanted = held.isRejected(found.path(), onlyLocal ? Side.LOCAL : Side.REMOTE);
        if (wanted || policy.deletions() == Deletions.KEEP) {
            return reconciler.left(onlyLocal);
        }
        if (!mayGo) {
            return Action.SKIP;
        }
        return onlyLocal ? Action.DELETE_LOCAL : Action.DELETE_REMOTE;
    }

    private Action compared(PathState pathState, Reconciler reconciler) throws IOException {
        if (contents.equal(pathState)) {
            return Action.ADOPT;
        }
        return reconciler.differing(
                pathState.localChange(), pathState.remoteChange(), contents.localIsNewer(pathState));
    }

    /** Counts a path for each side on which this pass found it modified. */
    void noteModified(PathState pathState) {
        note(Side.LOCAL, pathState.localChange());
        note(Side.REMOTE, pathState.remoteChange());
    }

    private void note(Side side, Change change) {
        if (change == Change.MODIFIED) {
            modified.getOrDefault(side, new AtomicLong()).incrementAndGet();
        }
    }

    /** How many paths in the index this pass found modified on a side. */
    long modified(Side side) {
        return modified.getOrDefault(side, new AtomicLong()).get();
    }
}
