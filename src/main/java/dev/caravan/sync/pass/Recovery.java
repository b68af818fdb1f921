package dev.caravan.sync.pass;

import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Tracks failed passes: how long they have been failing, how long to rest, and when they work again. */
final class Recovery {
    private final Journal journal;
    private final Pauses pauses;
    private final LongSupplier nanos;
    private int failedInARow;
    private OptionalLong failingSince = OptionalLong.empty();

    /** @param nanos a monotonic clock, in nanoseconds */
    Recovery(Journal journal, Pauses pauses, LongSupplier nanos) {
        this.journal = journal;
        this.pauses = pauses;
        this.nanos = nanos;
    }

    /** How long to rest after one more failure. */
    Duration delayAfterFailure() {
        return pauses.afterPasses(failedInARow + 1);
    }

    /** How long to rest after the last failure. */
    Duration delay() {
        return pauses.afterPasses(failedInARow);
    }

    void ended(boolean failed, boolean stopping) {
        failedInARow = failed ? failedInARow + 1 : 0;
        if (failed && failingSince.isEmpty()) {
            failingSince = OptionalLong.of(nanos.getAsLong());
        } else if (!failed && failingSince.isPresent() && !stopping) {
            Duration since = Duration.ofNanos(nanos.getAsLong() - failingSince.getAsLong());
            failingSince = OptionalLong.empty();
            journal.publish(new MountEvent.WorkingAgain(since));
        }
    }
}
