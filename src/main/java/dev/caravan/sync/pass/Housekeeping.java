package dev.caravan.sync.pass;

import dev.caravan.mount.DeletionSafety;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import dev.caravan.status.Problems;
import dev.caravan.status.Suggestions;
import dev.caravan.sync.guard.Guard;
import dev.caravan.sync.session.OpenMount;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tidies up after a pass: sweeps old trash, saves the list of problems, and reminds of held deletions. */
final class Housekeeping {
    private static final Duration SWEEP_INTERVAL = Duration.ofHours(1);

    /** A sweep walks the whole trash, so it does not run after every pass that puts something into it. */
    private static final Duration FILLED_INTERVAL = Duration.ofMinutes(1);

    private final Journal journal;
    private final Suggestions commands;
    private final Problems problems;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Instant startedAt;
    private final long startedNanos;
    private @Nullable Map<String, String> told;
    private Instant swept = Instant.EPOCH;
    private boolean filled;
    private long reminded;

    /** @param nanos a monotonic clock, in nanoseconds */
    Housekeeping(Journal journal, Suggestions commands, Problems problems, Clock clock, LongSupplier nanos) {
        this.journal = journal;
        this.commands = commands;
        this.problems = problems;
        this.clock = clock;
        this.nanos = nanos;
        this.startedAt = clock.instant();
        this.startedNanos = nanos.getAsLong();
        this.reminded = startedNanos - SWEEP_INTERVAL.toNanos();
    }

    /** Sets what the coming pass may remove from the trash to make room: nothing, while the clock is not trusted. */
    void begin(OpenMount open) {
        boolean trusted = !clockJumped() && !open.clock().isDoubtful();
        open.state()
                .trash()
                .room()
                .mayRemoveBefore(
                        trusted ? open.clock().ago(open.mount().deletionSafety().trashMinimumAge()) : Instant.MIN);
    }

    void after(OpenMount open) {
        Instant passBegan = open.bins().pass();
        Map<String, String> now = problems.all();
        if (!now.equals(told)) {
            open.index().ledger().problems().replace(now);
            told = now;
        }
        remind(open);
        filled = filled
                || Files.exists(open.bins().local().directory())
                || Files.exists(open.bins().remote().directory());
        Duration since = Duration.between(swept, passBegan).abs();
        if (since.compareTo(filled ? FILLED_INTERVAL : SWEEP_INTERVAL) > 0
                && !clockJumped()
                && !open.clock().isDoubtful()) {
            swept = passBegan;
            filled = false;
            sweep(open);
        }
    }

    /** Reminds of held deletions: at once when this process first finds some, then every hour. */
    private void remind(OpenMount open) {
        long since = nanos.getAsLong() - reminded;
        long held = open.index().ledger().held().waiting();
        if (held == 0) {
            reminded = nanos.getAsLong() - SWEEP_INTERVAL.toNanos();
        } else if (since >= SWEEP_INTERVAL.toNanos()) {
            reminded = nanos.getAsLong();
            journal.publish(new MountEvent.DeletionsWaiting(held, commands));
        }
    }

    /** Whether somebody has set the clock by more than an hour since the start: then no age can be trusted. */
    boolean clockJumped() {
        Instant expected = startedAt.plusNanos(nanos.getAsLong() - startedNanos);
        return Duration.between(expected, clock.instant()).abs().compareTo(SWEEP_INTERVAL) > 0;
    }

    private void sweep(OpenMount open) {
        DeletionSafety deletionSafety = open.mount().deletionSafety();
        Instant oldest = open.clock().ago(deletionSafety.trashRetention());
        try {
            long removed = open.state().trash().room().sweep(oldest);
            if (removed > 0) {
                journal.publish(new MountEvent.TrashSwept(removed));
            }
            open.index().ledger().replaced().forget(Instant.EPOCH, oldest);
            // otherwise a mount that never deletes would remember every path that ever came
            open.index().ledger().deletions().forgetBefore(open.clock().ago(Guard.WINDOW));
        } catch (IOException e) {
            journal.publish(new MountEvent.TrashNotSwept(String.valueOf(e.getMessage())));
        }
    }
}
