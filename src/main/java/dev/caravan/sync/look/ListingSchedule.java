package dev.caravan.sync.look;

import dev.caravan.mount.ListingPolicy;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides which passes list the bucket: every one, unless {@code list-interval} makes a list good for longer. Whoever
 * doubts what is known of the bucket asks for a list; without one nothing is deleted. Safe for several threads.
 */
public final class ListingSchedule {
    private final Duration goodFor;
    private final Journal journal;
    private final Clock clock;
    private @Nullable String wanted = "this is the first pass";
    private boolean atOnce;
    private boolean listed;
    private Instant last = Instant.EPOCH;

    public ListingSchedule(ListingPolicy listing, Journal journal, Clock clock) {
        this.goodFor = listing.interval();
        this.journal = journal;
        this.clock = clock;
    }

    /** The next pass lists the bucket. */
    public synchronized void want(String why) {
        wanted = why;
    }

    /** The next pass lists the bucket, and begins as soon as this one has ended. */
    public synchronized void wantAtOnce(String why) {
        want(why);
        atOnce = true;
    }

    /** Whether something that happened makes the next pass list the bucket. */
    public synchronized boolean isWanted() {
        return wanted != null;
    }

    public synchronized boolean isWantedAtOnce() {
        return atOnce;
    }

    /** Decides whether the pass that begins lists the bucket. A list that is asked for later is for the next pass. */
    public synchronized boolean begin() {
        Instant now = clock.instant();
        // a clock that was set back makes the list old, too, as nobody knows its age
        boolean old = Duration.between(last, now).abs().compareTo(goodFor) >= 0;
        listed = old || wanted != null;
        if (!listed) {
            return false;
        }
        if (!goodFor.isZero()) {
            journal.publish(new MountEvent.ListingStarted(wanted == null ? "list-interval is over" : wanted));
        }
        wanted = null;
        atOnce = false;
        last = now;
        return true;
    }

    /** Whether the current pass lists the bucket. */
    public synchronized boolean isListed() {
        return listed;
    }
}
