package dev.caravan.pass;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to rest after a failure; each rest is longer than the one before.
 *
 * @param path before a path that failed is tried a second time
 * @param pass after a pass that failed
 */
public record Pauses(Duration path, Duration pass) {
    public static final Pauses USUAL = new Pauses(Duration.ofMillis(50), Duration.ofSeconds(1));
    public static final Pauses NONE = new Pauses(Duration.ZERO, Duration.ZERO);

    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** Four times longer with each attempt, and a little random, so that many mounts do not come back at once. */
    Duration beforeAttempt(int attempt) {
        if (attempt == 0) {
            return Duration.ZERO;
        }
        long millis = path.toMillis() << (2 * (attempt - 1));
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis + 1));
    }

    /** Twice as long with each pass that fails in a row, and half a minute at most. */
    Duration afterPasses(int failures) {
        Duration doubled = pass.multipliedBy(1L << Math.max(0, Math.min(10, failures - 1)));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
}
