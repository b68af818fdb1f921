package dev.caravan.remote.client;

import dev.caravan.remote.client.S3Operation.Price;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** How many requests that cost something a mount may send in a day of UTC. Safe for several threads. */
public final class RequestBudget {
    private final OptionalLong limit;
    private final Clock clock;
    private final LongConsumer spent;
    private LocalDate day;
    private long sent;
    private boolean told;

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

    /** Takes one request off the budget; returns false if nothing is left today. */
    boolean take(S3Operation operation) {
        if (limit.isEmpty() || operation.price() == Price.FREE) {
            return true;
        }
        boolean isNew;
        synchronized (this) {
            if (!today().equals(day)) {
                day = today();
                sent = 0;
                told = false;
            }
            if (sent < limit.getAsLong()) {
                sent++;
                return true;
            }
            isNew = !told;
            told = true;
        }
        if (isNew) {
            spent.accept(limit.getAsLong());
        }
        return false;
    }

    /** When requests are sent again, if none is left now. */
    public synchronized Optional<Instant> waitsUntil() {
        boolean waits = told && today().equals(day);
        return waits ? Optional.of(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()) : Optional.empty();
    }
}
