package dev.caravan.sync.pass;

import dev.caravan.index.Ledger;
import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.InitialExtras;
import dev.caravan.mount.Mount;
import dev.caravan.mount.RelativePath;
import dev.caravan.reconcile.FirstRun;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.sync.session.FirstRunRecord;
import dev.caravan.sync.session.OpenMount;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the first run of a mount is still to be done, and which side wins it. Decided once and remembered. */
final class FirstRuns {
    private final Mount mount;
    private final Journal journal;
    private @Nullable InitialDirection askedFor;
    private volatile @Nullable FirstRun current;
    private volatile @Nullable Ledger ledger;
    private volatile boolean rest;

    /**
     * @param askedFor what the command line asks for, for this run of the program; overrides the index; null if nothing
     */
    FirstRuns(Mount mount, Journal journal, @Nullable InitialDirection askedFor) {
        this.mount = mount;
        this.journal = journal;
        this.askedFor = askedFor;
    }

    /** Works out whether the coming pass is part of a first run, and of which. */
    void begin(OpenMount open) throws IOException {
        ledger = open.index().ledger();
        FirstRunRecord record = new FirstRunRecord(open.index());
        boolean indexed = record.isIndexed();
        rest = false;
        if (askedFor != null && (!indexed || askedFor != InitialDirection.AUTO)) {
            FirstRun asked = new FirstRun(winner(open, askedFor), indexed);
            current = asked;
            if (!indexed) {
                remember(record, asked);
            }
        } else if (indexed) {
            rest = record.hasRest() && open.index().ledger().unfinished().hasAny();
            current = rest ? record.run().orElse(null) : null;
            if (!rest && !record.isDone()) {
                record.finish();
            }
        } else {
            Optional<FirstRun> begun = record.run();
            FirstRun run = begun.isPresent() ? begun.get() : fresh(open, record);
            current = run;
            remember(record, run);
        }
    }

    private FirstRun fresh(OpenMount open, FirstRunRecord record) throws IOException {
        return record.isFresh()
                ? new FirstRun(winner(open, mount.policy().initialDirection()), false)
                : FirstRunRecord.afterLoss(mount.policy().direction());
    }

    private void remember(FirstRunRecord record, FirstRun run) {
        if (record.begin(run)) {
            journal.publish(new MountEvent.FirstRunStarted(
                    run.winner(), mount.policy().initialExtras() == InitialExtras.TRASH && !run.afterLoss()));
        }
    }

    private InitialDirection winner(OpenMount open, InitialDirection wanted) throws IOException {
        return wanted == InitialDirection.AUTO ? new NewestSide(open, journal).find() : wanted;
    }

    /**
     * The first run that a path is part of, if any. Until both sides were looked at completely, that is every path;
     * afterwards only the paths that failed.
     */
    Optional<FirstRun> of(RelativePath path) {
        FirstRun run = current;
        Ledger left = ledger;
        return run == null || left == null || (rest && !left.unfinished().contains(path))
                ? Optional.empty()
                : Optional.of(run);
    }

    /** Whether the current pass is part of a first run. */
    boolean isActive() {
        return current != null;
    }

    /** Whether the current pass is a first run of all paths, not only of those that failed in an earlier pass. */
    boolean coversAllPaths() {
        return current != null && !rest;
    }

    /** Notes that a path failed: if it is part of the first run, it stays part of it in later passes. */
    void failed(RelativePath path) {
        Ledger left = ledger;
        if (current != null && !current.overridesIndex() && !rest && left != null) {
            left.unfinished().add(path);
        }
    }

    /**
     * Both sides were looked at completely: from now on the index says what is in step, except for the paths that
     * failed.
     */
    void looked(OpenMount open) {
        askedFor = null;
        FirstRun run = current;
        if (run != null && !run.overridesIndex() && !rest) {
            FirstRunRecord record = new FirstRunRecord(open.index());
            if (open.index().ledger().unfinished().hasAny()) {
                record.leaveRest(run);
            } else {
                record.finish();
            }
        }
    }
}
