package dev.caravan.pass;

import dev.caravan.index.Ledger;
import dev.caravan.index.Ledger.Held;
import dev.caravan.index.Ledger.Verdict;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says for each deletion whether it may go on in this pass. Those that may not are held in the ledger, until they may. */
final class HeldDeletions {
    private static final int BATCH = 1_000;

    private final Ledger ledger;
    private final Duration deleteAfter;
    private final Instant pass;
    private final Clock clock;
    private final List<Held> batch = new ArrayList<>();

    HeldDeletions(Ledger ledger, Duration deleteAfter, Instant pass, Clock clock) {
        this.ledger = ledger;
        this.deleteAfter = deleteAfter;
        this.pass = pass;
        this.clock = clock;
    }

    boolean isApproved(RelativePath path) {
        return verdict(path) == Verdict.APPROVED;
    }

    /** Whether a person wants the path back instead. */
    boolean isRejected(RelativePath path) {
        return verdict(path) == Verdict.REJECTED;
    }

    private @Nullable Verdict verdict(RelativePath path) {
        return ledger.held(path).map(Held::verdict).orElse(null);
    }

    /** The restoration of a path begins: until it is there again its rejection must be known. */
    void restoring(RelativePath path) {
        ledger.held(path).ifPresent(this::hold);
    }

    /**
     * Whether a path may be deleted on a side.
     *
     * @param guarded why a guard stops deletions on that side, if it does
     */
    boolean mayGo(RelativePath path, Side side, Optional<String> guarded) {
        Optional<Held> before = ledger.held(path);
        Instant since = before.map(Held::since).orElseGet(clock::instant);
        if (before.map(Held::verdict).filter(Verdict.APPROVED::equals).isPresent()) {
            // should it fail now, it need not be approved again
            hold(new Held(path, side, "approved", since, null));
            return true;
        }
        Instant due = since.plus(deleteAfter);
        if (guarded.isEmpty() && !clock.instant().isBefore(due)) {
            return true;
        }
        hold(new Held(path, side, guarded.orElse("it waits until " + due + " (delete-after)"), since, null));
        return false;
    }

    private void hold(Held held) {
        batch.add(held);
        if (batch.size() >= BATCH) {
            write();
        }
    }

    private void write() {
        ledger.hold(batch, pass);
        batch.clear();
    }

    /** Every missing path was asked about: what else was held is not missing any more. */
    void finish() {
        write();
        ledger.releaseOthers(pass);
    }
}
