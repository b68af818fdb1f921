package dev.caravan.sync.guard;

import dev.caravan.index.Held;
import dev.caravan.index.Ledger;
import dev.caravan.index.Verdict;
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
public final class HeldDeletions {
    private static final int BATCH = 1_000;

    private final Ledger ledger;
    private final Duration deleteAfter;
    private final Clock clock;
    private final List<Held> batch = new ArrayList<>();
    private volatile Instant pass = Instant.EPOCH;
    private volatile boolean someHeld;

    public HeldDeletions(Ledger ledger, Duration deleteAfter, Clock clock) {
        this.ledger = ledger;
        this.deleteAfter = deleteAfter;
        this.clock = clock;
    }

    /** Begins a pass: its verdicts are about the deletions that were held until now. */
    public void begin(Instant pass) {
        this.pass = pass;
        someHeld = ledger.held().hasAny();
        batch.clear();
    }

    /** Whether any deletion was held when the pass began. */
    public boolean hasAny() {
        return someHeld;
    }

    /** Whether a person wants the path deleted on this side. */
    public boolean isApproved(RelativePath path, Side side) {
        return verdict(path, side) == Verdict.APPROVED;
    }

    /** Whether the deletion of the path on this side was held before, and has no verdict yet. */
    public boolean isHeld(RelativePath path, Side side) {
        return before(path, side).filter(held -> held.verdict() == null).isPresent();
    }

    /** Whether a person wants the path back instead of having it deleted on this side. */
    public boolean isRejected(RelativePath path, Side side) {
        return verdict(path, side) == Verdict.REJECTED;
    }

    private @Nullable Verdict verdict(RelativePath path, Side side) {
        return before(path, side).map(Held::verdict).orElse(null);
    }

    /**
     * The deletion of the path on this side, if it was held before this pass. One on the other side is another
     * deletion, with a verdict of its own.
     */
    private Optional<Held> before(RelativePath path, Side side) {
        return someHeld ? ledger.held().find(path).filter(held -> held.side() == side) : Optional.empty();
    }

    /** Keeps what is held of a path, and any verdict, as this pass can say nothing of the path. */
    public void keepAsIs(RelativePath path) {
        if (someHeld) {
            ledger.held().stillHeld(path, pass);
        }
    }

    /** Whether something that was held on a side before this pass still waits for a person. */
    public boolean waits(Side side) {
        return someHeld && ledger.held().waits(side);
    }

    /** Keeps the verdict on a path that is being brought back, until it is there again. */
    public void keepVerdict(RelativePath path) {
        if (someHeld) {
            ledger.held().stillDecided(path, pass);
        }
    }

    /**
     * Whether a path may be deleted on a side.
     *
     * @param guarded why a guard stops deletions on that side, if it does
     * @param needsApproval whether only a person can release it then, even if the reason is gone by the next pass
     */
    public boolean mayGo(RelativePath path, Side side, Optional<String> guarded, boolean needsApproval) {
        Optional<Held> before = before(path, side);
        boolean asked = before.map(Held::person).orElse(false);
        Instant since = before.map(Held::since).orElseGet(clock::instant);
        if (before.map(Held::verdict).filter(Verdict.APPROVED::equals).isPresent()) {
            // keep the approval, in case the deletion fails now
            ledger.held().stillDecided(path, pass);
            return true;
        }
        Instant due = since.plus(deleteAfter);
        if (guarded.isEmpty() && !asked && !clock.instant().isBefore(due)) {
            return true;
        }
        String why = guarded.or(() -> before.filter(Held::person).map(Held::why))
                .orElse("it waits until " + due + " (delete-after)");
        hold(new Held(path, side, why, since, null, false, asked || needsApproval));
        return false;
    }

    private void hold(Held held) {
        batch.add(held);
        if (batch.size() >= BATCH) {
            write();
        }
    }

    private void write() {
        if (batch.isEmpty()) {
            return;
        }
        ledger.held().hold(batch, pass);
        batch.clear();
    }

    /**
     * Ends the questions about missing paths: a held deletion that was not asked about is released, as its path is not
     * missing any more.
     */
    public void finish() {
        write();
        if (someHeld) {
            ledger.held().releaseOthers(pass);
        }
    }
}
