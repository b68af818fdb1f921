package dev.caravan.sync.pass;

import dev.caravan.status.Journal;
import dev.caravan.status.MountState.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** When the next pass of a mount begins: after a rest, at once if somebody asks for it, and not while it is paused. */
public final class Pace {
    private static final Duration MOMENT = Duration.ofSeconds(10);

    private final Journal journal;
    private final Clock clock;
    private @Nullable Instant next;
    private boolean paused;
    private boolean wanted;
    private boolean stopped;

    Pace(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /** Waits until the next pass is to begin, which is so long from now unless somebody says otherwise. */
    public void rest(Duration delay) throws InterruptedException {
        long end = System.nanoTime() + delay.toNanos();
        setNext(clock.instant().plus(delay));
        while (!isOver(end)) {
            // outside the lock: whoever listens may ask
            if (isPaused() && journal.state().phase() == Phase.IDLE) {
                journal.enter(Phase.PAUSED);
            }
        }
    }

    private synchronized void setNext(Instant time) {
        next = time;
    }

    /** Waits for a moment, or until something is said; returns whether the rest is over. */
    private synchronized boolean isOver(long end) throws InterruptedException {
        long left = end - System.nanoTime();
        if (stopped || (!paused && (wanted || left <= 0))) {
            wanted = false;
            next = null;
            return true;
        }
        if (!paused || journal.state().phase() != Phase.IDLE) {
            TimeUnit.NANOSECONDS.timedWait(this, paused ? MOMENT.toNanos() : left);
        }
        return false;
    }

    /** No further rest: the passes end. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** The next pass begins as soon as nothing else is in the way. */
    public synchronized void wake() {
        wanted = true;
        notifyAll();
    }

    /** No further pass begins. The one that goes on comes to its end. */
    public synchronized void pause() {
        paused = true;
        notifyAll();
    }

    /** Passes begin again, the first at once. */
    public synchronized void resume() {
        paused = false;
        wake();
    }

    public synchronized boolean isPaused() {
        return paused;
    }

    /** When the next pass begins, while the mount rests and is not paused. */
    public synchronized Optional<Instant> next() {
        return paused ? Optional.empty() : Optional.ofNullable(next);
    }
}
