package dev.caravan.sync.pass;

import dev.caravan.mount.RelativePath;
import dev.caravan.reconcile.Action;
import dev.caravan.status.Journal;
import dev.caravan.status.PathEvent;
import dev.caravan.status.Problems;
import dev.caravan.sync.look.Candidate;
import dev.caravan.sync.look.ListingSchedule;
import dev.caravan.transfer.Decision;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Decides about the paths of one pass. A deletion that the guard has not judged is dropped, and so is any action on a
 * version that a step of the user's has refused.
 */
public final class Decisions {
    private final Decider decider;
    private final Refusals refusals;
    private final ListingSchedule listings;
    private final Problems problems;
    private final Journal journal;
    private final boolean once;
    private final Predicate<Decision> allowed;
    private final Consumer<RelativePath> dropped;

    /**
     * Decides with these.
     *
     * @param once whether this is the only pass
     * @param allowed what may be carried out
     * @param dropped is told of each path that is not, so that a first run is not done with it
     */
    Decisions(
            Decider decider,
            Refusals refusals,
            ListingSchedule listings,
            Problems problems,
            Journal journal,
            boolean once,
            Predicate<Decision> allowed,
            Consumer<RelativePath> dropped) {
        this.decider = decider;
        this.refusals = refusals;
        this.listings = listings;
        this.problems = problems;
        this.journal = journal;
        this.once = once;
        this.allowed = allowed;
        this.dropped = dropped;
    }

    /** What to do about a path. */
    public Decision about(Candidate candidate) throws IOException {
        Decision decision = ifWanted(unlessRefused(judged(candidate, decider.decide(candidate))));
        if (candidate.attempt() == 0) {
            decider.noteModified(decision.pathState());
        }
        if (candidate.listed()
                && candidate.attempt() > 0
                && decision.pathState().remote() == null) {
            problems.reportFailure(
                    candidate.path().value(),
                    "is in the bucket's list, and the store says that it does not exist (404)");
        }
        journal.publish(new PathEvent.Decided(candidate.path(), decision.action(), decision.bytes()));
        return decision;
    }

    /**
     * Drops the deletion of a path in the index that the guard has not judged: the path vanished during this pass, and
     * the next pass deals with it.
     */
    private Decision judged(Candidate candidate, Decision decision) {
        boolean judged = candidate.mayGo() || decision.pathState().entry() == null;
        if (judged || decision.action().deletesOn().isEmpty()) {
            return decision;
        }
        if (once) {
            problems.report(candidate.path().value(), "vanished during the pass: the next one deals with it");
        }
        listings.want("a path vanished while it was looked at");
        return new Decision(decision.pathState(), Action.SKIP);
    }

    /** Drops what this run is not to do. */
    private Decision ifWanted(Decision decision) {
        if (decision.action().isRecordedOnly() || allowed.test(decision)) {
            return decision;
        }
        dropped.accept(decision.pathState().path());
        problems.report(
                decision.pathState().path().value(),
                "is not in the plan as it is now: it changed since, or came to be ("
                        + decision.action().word() + ")");
        return new Decision(decision.pathState(), Action.SKIP);
    }

    /** Drops a decision about a version that a step of the user's has refused, until the path changes. */
    private Decision unlessRefused(Decision decision) {
        Optional<String> why =
                decision.action().isRecordedOnly() ? Optional.empty() : refusals.why(decision.pathState());
        if (why.isEmpty()) {
            return decision;
        }
        problems.report(decision.pathState().path().value(), "was refused: " + why.get());
        return new Decision(decision.pathState(), Action.SKIP);
    }
}
