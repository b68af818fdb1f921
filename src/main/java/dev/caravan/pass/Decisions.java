package dev.caravan.pass;

import dev.caravan.look.Candidate;
import dev.caravan.look.ListingSchedule;
import dev.caravan.reconcile.Action;
import dev.caravan.status.Journal;
import dev.caravan.status.PathEvent;
import dev.caravan.status.Problems;
import dev.caravan.transfer.Decision;
import java.io.IOException;
import java.util.Optional;

/** What is done about the paths of one pass: what was decided, unless the guard or a step of the user's stands against it. */
public final class Decisions {
    private final Decider decider;
    private final Refusals refusals;
    private final ListingSchedule listings;
    private final Problems problems;
    private final Journal journal;
    private final boolean once;

    /** @param once whether no pass follows */
    Decisions(
            Decider decider,
            Refusals refusals,
            ListingSchedule listings,
            Problems problems,
            Journal journal,
            boolean once) {
        this.decider = decider;
        this.refusals = refusals;
        this.listings = listings;
        this.problems = problems;
        this.journal = journal;
        this.once = once;
    }

    /** What to do about a path. */
    public Decision about(Candidate candidate) throws IOException {
        Decision decision = unlessRefused(allowed(candidate, decider.decide(candidate)));
        if (candidate.attempt() == 0) {
            decider.noteModified(decision.pathState());
        }
        if (candidate.listed()
                && candidate.attempt() > 0
                && decision.pathState().remote() == null) {
            problems.failure(
                    candidate.path().value(),
                    "is in the list of the bucket, and the store says that it does not exist (404)");
        }
        journal.publish(new PathEvent.Decided(candidate.path(), decision.action()));
        return decision;
    }

    /** What the index knows is deleted only after the guard has judged: a path that went just now waits for the next pass. */
    private Decision allowed(Candidate candidate, Decision decision) {
        boolean judged = candidate.mayGo() || decision.pathState().entry() == null;
        if (judged || decision.action().deletesOn().isEmpty()) {
            return decision;
        }
        if (once) {
            problems.report(
                    candidate.path().value(), "went while the pass was under way: the next one deals with that");
        }
        listings.want("a path went while it was looked at");
        return new Decision(decision.pathState(), Action.SKIP);
    }

    /** What a step of a user's refused is left alone until it changes. */
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
