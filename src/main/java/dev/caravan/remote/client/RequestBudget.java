package dev.caravan.remote.client;

import dev.caravan.remote.client.S3Operation.Price;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/**
 * How many requests that cost something a mount may send in a day of UTC. Whoever gets none fails at once: a write must not wait
 * long behind the look that it rests on. Safe for several threads.
 */
public final class RequestBudget {
    private final OptionalLong limit;
    private final Clock clock;
    private final LongConsumer spent;
    private LocalDate day;
    private long sent;
    private boolean told;
    private volatile boolean isSpent;

    /**
     * The budget of a mount.
     *
     * @param limit empty if there is none
     * @param spent is told the limit, once a day, when nothing is left
     */
    public RequestBudget(OptionalLong limit, Clock clock, LongConsumer spent) {
        this.limit = limit;
        this.clock = clock;
        this.spent = spent;
        this.day = today();
    }

    /** When a day begins. */
    public static Instant midnight(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** So many were sent today before this program began. */
    public synchronized void known(long before) {
        sent = Math.max(sent, before);
    }

    /** A pass begins: only now a new day counts, so that no pass goes on of which a part was left out. */
    public void beginPass() {
        boolean isNew;
        synchronized (this) {
            if (!today().equals(day)) {
                day = today();
                sent = 0;
                told = false;
            }
            isSpent = limit.isPresent() && sent >= limit.getAsLong();
            isNew = isSpent && !told;
            told |= isSpent;
        }
        if (isNew) {
            spent.accept(limit.getAsLong());
        }
    }

    /** Takes one request off the budget; returns false if nothing is left. Then nothing is deleted either. */
    boolean take(S3Operation operation) {
        if (limit.isEmpty()) {
            return true;
        }
        if (operation.price() == Price.FREE) {
            return !isSpent; // what goes may have to do with what could not come
        }
        boolean isNew;
        synchronized (this) {
            if (!isSpent && sent < limit.getAsLong()) {
                sent++;
                return true;
            }
            isSpent = true;
            isNew = !told;
            told = true;
        }
        if (isNew) {
            spent.accept(limit.getAsLong());
        }
        return false;
    }

    /** Whether a request of the current pass got nothing, so that nothing new is to begin in this pass. */
    public boolean isSpent() {
        return isSpent;
    }

    /** When requests are sent again, if none is left now. */
    public synchronized Optional<Instant> waitsUntil() {
        return isSpent
                ? Optional.of(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                : Optional.empty();
    }
}
