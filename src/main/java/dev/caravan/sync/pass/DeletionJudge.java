package dev.caravan.sync.pass;

import dev.caravan.index.DeletionHistory;
import dev.caravan.index.Index;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.sync.guard.Evidence;
import dev.caravan.sync.guard.Gone;
import dev.caravan.sync.guard.Guard;
import dev.caravan.sync.look.Looks;
import dev.caravan.sync.session.FolderIdentity;
import dev.caravan.sync.session.OpenMount;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** Asks the guard about all that is gone on each side, and says why deletions are held, if they are. */
final class DeletionJudge {
    private final Index index;
    private final Looks looks;
    private final FolderIdentity identity;
    private final Guard guard;
    private final ToLongFunction<Side> modified;
    private final DeletionHistory history;
    private final boolean complete;
    private final boolean anyFresh;
    private final long brought;

    /**
     * Judges the deletions of one pass.
     *
     * @param modified counts the paths in the index that were found modified on a side
     * @param began when the pass began
     */
    DeletionJudge(OpenMount open, Guard guard, ToLongFunction<Side> modified, Instant began) {
        this.index = open.index();
        this.looks = open.looks();
        this.identity = open.identity();
        this.guard = guard;
        this.modified = modified;
        this.history = index.ledger().deletions();
        this.complete = looks.areComplete();
        if (!open.clock().isDoubtful()) {
            history.forgetBefore(open.clock().ago(Guard.WINDOW));
        }
        // so that paths that came in this pass count as new, too
        index.flush();
        this.anyFresh = history.fresh() > 0;
        this.brought = history.freshSince(began);
    }

    /**
     * Why deletions are held on each side, if they are.
     *
     * @param waiting whether to judge deletions that are already held: approving some of them must not release the
     *     others
     */
    Map<Side, Optional<String>> judged(Gone localGone, Gone remoteGone, boolean waiting) {
        return Map.of(
                Side.REMOTE,
                judged(Side.LOCAL, localGone, waiting),
                Side.LOCAL,
                judged(Side.REMOTE, remoteGone, waiting));
    }

    /**
     * Judges twice: all paths, then the old ones alone. Otherwise many new paths would hide that most of the old ones
     * are gone.
     */
    private Optional<String> judged(Side side, Gone gone, boolean waiting) {
        return holds(side, gone, count -> evidence(side, gone, count, waiting, true))
                .or(() -> gone.old()
                        .filter(old -> old.count() != gone.count() || anyFresh)
                        .flatMap(old -> holds(side, old, count -> evidence(side, gone, count, waiting, false)))
                        .map(why -> why + ", not counting those that are new"));
    }

    boolean isFresh(RelativePath path) {
        return anyFresh && history.isFresh(path);
    }

    /**
     * Why the guard holds the deletions, if it does. Moved files do not count as gone: both sides hold their content
     * under a new name.
     */
    private Optional<String> holds(Side side, Gone gone, LongFunction<Evidence> evidence) {
        Optional<String> strangers = nothingAlike(side, gone);
        Evidence all = evidence.apply(gone.count());
        Optional<String> why = strangers.or(() -> guard.holds(side, all));
        // an unreliable look excuses nothing
        if (strangers.isPresent() || why.isEmpty() || !all.reliable()) {
            return why;
        }
        Gone left = gone.copy();
        long[] moved = {0};
        index.forEach(entry -> {
            boolean there = entry.both() && index.seenLocally(entry) && index.seenRemotely(entry);
            // a path that was there all along is not the target of a move
            moved[0] += there
                            && left.has(Missing.contentOf(entry))
                            && history.isFresh(entry.path())
                            && left.removeMoved(Missing.contentOf(entry))
                    ? 1
                    : 0;
        });
        return guard.holds(side, evidence.apply(gone.count() - moved[0]));
    }

    /**
     * Why the folder and the bucket may not belong together: a first run would delete everything on the losing side.
     */
    private Optional<String> nothingAlike(Side side, Gone gone) {
        long found = side == Side.LOCAL ? looks.remote().found() : looks.local().found();
        Side other = side == Side.LOCAL ? Side.REMOTE : Side.LOCAL;
        return gone.extras() > 0 && gone.extras() >= found
                ? Optional.of("nothing that " + other.noun() + " holds is in " + side.noun()
                        + ": the folder, bucket or prefix may not be the one that was meant")
                : Optional.empty();
    }

    /** @param freshToo whether to count new paths, too */
    private Evidence evidence(Side side, Gone all, long gone, boolean waiting, boolean freshToo) {
        boolean local = side == Side.LOCAL;
        // leave out paths that are gone on both sides, and paths that came only in this pass
        long indexed = (local ? index.local().size() : index.remote().size()) - all.forgotten() - brought;
        long known = all.extras() == 0
                ? indexed
                : Math.min(
                        indexed + all.extras(),
                        local ? looks.remote().found() : looks.local().found());
        return new Evidence(
                complete,
                !local || identity.isSame(),
                local ? looks.local().found() : looks.remote().found(),
                known - (waiting ? all.approved() : 0) - (freshToo ? 0 : history.fresh() - brought),
                gone,
                freshToo ? modified.applyAsLong(side) : 0,
                recent(local ? Side.REMOTE : Side.LOCAL, all, waiting, freshToo));
    }

    private long recent(Side deletedOn, Gone all, boolean waiting, boolean freshToo) {
        long alone = history.count(deletedOn, false, freshToo);
        return waiting ? alone + all.approved() + history.count(deletedOn, true, freshToo) : alone;
    }
}
