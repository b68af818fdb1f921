package dev.caravan.session;

import dev.caravan.index.Index;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The times of passes, which only ever go on, whatever somebody does to the clock; and whether that clock can be relied on,
 * so that nothing is taken for old because of it. The index keeps the latest time that was.
 */
public final class PassClock {
    private static final String TRUSTED = "clock";
    private static final String DOUBTED = "clock-doubted";

    /** When an index that was lost began anew. */
    private static final String REBUILT = "clock-rebuilt";

    /** A machine may be off for a weekend. */
    private static final Duration USUAL = Duration.ofDays(2);

    /** A clock that goes on for so long after a jump is right. */
    private static final Duration PROOF = Duration.ofDays(7);

    private static final Duration WRITTEN = Duration.ofHours(1);

    private final Index index;
    private final Clock clock;
    private Instant last;
    private final Instant trashKnows;
    private Instant now = Instant.EPOCH;
    private boolean doubtful;

    /** @param last when something was put aside for the last time; the epoch for never */
    PassClock(Index index, Clock clock, Instant last) {
        // an index that was lost forgot the time, and the trash did not
        this.trashKnows = last.equals(Instant.EPOCH) ? Instant.MIN : last;
        this.index = index;
        this.clock = clock;
        this.last = last;
    }

    /** When the pass that begins now begins: later than any before. */
    public Instant next() {
        now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant trusted = trusted();
        judge(now, trusted);
        // what is put aside by a clock that was set back would be old once it is right again
        last = trusted.isAfter(last) ? trusted : last;
        last = now.isAfter(last) ? now : last.plusMillis(1);
        return last;
    }

    private Instant trusted() {
        if (index.setting(TRUSTED).isEmpty() && !trashKnows.equals(Instant.MIN)) {
            index.setting(TRUSTED, trashKnows.toString());
            index.setting(REBUILT, now.toString());
        }
        return index.setting(TRUSTED).map(Instant::parse).orElse(Instant.MIN);
    }

    /** What something must be older than by now: passes may be ahead of a clock that was wrong before, and ages are not. */
    public Instant ago(Duration age) {
        return (now.isBefore(last) ? now : last).minus(age);
    }

    /**
     * Whether the clock has gone on or back by days since it was last looked at, and was not proved right since; or whether the
     * index was lost, with all that it knew of the time that passed.
     */
    public boolean isDoubtful() {
        return doubtful;
    }

    private void judge(Instant now, Instant trusted) {
        boolean isNew = trusted.equals(Instant.MIN);
        boolean far = !isNew && Duration.between(trusted, now).abs().compareTo(USUAL) > 0;
        boolean jumped = far && !isProved(DOUBTED, now);
        boolean rebuilt = index.setting(REBUILT).isPresent() && isRebuilt(far, jumped, now);
        doubtful = jumped || rebuilt;
        boolean old = isNew || Duration.between(trusted, now).abs().compareTo(WRITTEN) > 0;
        if (!jumped && old) {
            index.setting(TRUSTED, now.toString());
            index.setting(DOUBTED, Instant.MAX.toString());
        }
    }

    /**
     * A clock that jumps says nothing of how long it is since the index began anew: that is counted from when it is right, or
     * from the jump, once that has proved to be right.
     */
    private boolean isRebuilt(boolean far, boolean jumped, Instant now) {
        if (jumped) {
            index.setting(REBUILT, Instant.MAX.toString());
        } else if (far) {
            index.setting(DOUBTED).ifPresent(moment -> index.setting(REBUILT, moment));
        }
        return jumped || !isProved(REBUILT, now);
    }

    /** Whether the clock has gone on for long enough since a moment, which is now where it was not yet. */
    private boolean isProved(String since, Instant now) {
        Instant moment = index.setting(since).map(Instant::parse).orElse(Instant.MAX);
        if (moment.isAfter(now)) {
            index.setting(since, now.toString());
            return false;
        }
        return Duration.between(moment, now).compareTo(PROOF) >= 0;
    }
}
