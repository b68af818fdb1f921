package dev.caravan.sync.session;

import dev.caravan.index.Index;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Gives each pass a later time than the one before, whatever somebody does to the clock; and says whether the clock can
 * be trusted, so that a jump makes nothing look old. The index keeps the last trusted time.
 */
public final class PassClock {
    private static final String TRUSTED = "clock";
    private static final String DOUBTED = "clock-doubted";

    /** When an index that was lost began anew. */
    private static final String REBUILT = "clock-rebuilt";

    /** A longer gap counts as a jump of the clock; a machine may be off for a weekend. */
    private static final Duration MAX_GAP = Duration.ofDays(2);

    /** A clock that runs for this long after a jump is taken to be right. */
    private static final Duration TRUST_AFTER = Duration.ofDays(7);

    private static final Duration SAVE_INTERVAL = Duration.ofHours(1);

    private final Index index;
    private final Clock clock;
    private Instant last;
    private final Instant lastTrashTime;
    private Instant now = Instant.EPOCH;
    private boolean doubtful;

    /** @param last when a pass last put something into the trash or replaced an object; the epoch if none ever did */
    PassClock(Index index, Clock clock, Instant last) {
        // a rebuilt index no longer knows the time, but the trash does
        this.lastTrashTime = last.equals(Instant.EPOCH) ? Instant.MIN : last;
        this.index = index;
        this.clock = clock;
        this.last = last;
    }

    /** The time of the pass that begins now: later than that of any pass before. */
    public Instant next() {
        now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant trusted = trusted();
        judge(now, trusted);
        // what is put aside while the clock is set back would look old once the clock is right again
        last = trusted.isAfter(last) ? trusted : last;
        last = now.isAfter(last) ? now : last.plusMillis(1);
        return last;
    }

    private Instant trusted() {
        if (index.setting(TRUSTED).isEmpty() && !lastTrashTime.equals(Instant.MIN)) {
            index.setting(TRUSTED, lastTrashTime.toString());
            index.setting(REBUILT, now.toString());
        }
        return index.setting(TRUSTED).map(Instant::parse).orElse(Instant.MIN);
    }

    /**
     * The moment this long ago, counted from the clock or the last pass time, whichever is earlier: pass times may run
     * ahead of a clock that was wrong before.
     */
    public Instant ago(Duration age) {
        return (now.isBefore(last) ? now : last).minus(age);
    }

    /**
     * Whether the clock cannot be trusted: it jumped by more than two days and has not run for a week since, or the
     * index was rebuilt less than a week ago and so lost track of time.
     */
    public boolean isDoubtful() {
        return doubtful;
    }

    private void judge(Instant now, Instant trusted) {
        boolean isNew = trusted.equals(Instant.MIN);
        boolean far = !isNew && Duration.between(trusted, now).abs().compareTo(MAX_GAP) > 0;
        boolean jumped = far && !isProved(DOUBTED, now);
        boolean rebuilt = index.setting(REBUILT).isPresent() && isRebuilt(far, jumped, now);
        doubtful = jumped || rebuilt;
        boolean old = isNew || Duration.between(trusted, now).abs().compareTo(SAVE_INTERVAL) > 0;
        if (!jumped && old) {
            index.setting(TRUSTED, now.toString());
            index.setting(DOUBTED, Instant.MAX.toString());
        }
    }

    /**
     * Whether the index was rebuilt too recently. A jump of the clock hides how long ago that was: the week then counts
     * from when the clock is right again, or from the jump, once the new time has proved to be right.
     */
    private boolean isRebuilt(boolean far, boolean jumped, Instant now) {
        if (jumped) {
            index.setting(REBUILT, Instant.MAX.toString());
        } else if (far) {
            index.setting(DOUBTED).ifPresent(moment -> index.setting(REBUILT, moment));
        }
        return jumped || !isProved(REBUILT, now);
    }

    /** Whether a week has passed since a stored moment. A moment in the future is reset to now. */
    private boolean isProved(String since, Instant now) {
        Instant moment = index.setting(since).map(Instant::parse).orElse(Instant.MAX);
        if (moment.isAfter(now)) {
            index.setting(since, now.toString());
            return false;
        }
        return Duration.between(moment, now).compareTo(TRUST_AFTER) >= 0;
    }
}
