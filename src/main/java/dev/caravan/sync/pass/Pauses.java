package dev.caravan.sync.pass;

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

    /**
     * How long to rest before an attempt: four times longer each time, plus up to as much again at random, so that many
     * mounts do not retry at once.
     */
    Duration beforeAttempt(int attempt) {
        if (attempt == 0) {
            return Duration.ZERO;
        }
        long millis = path.toMillis() << (2 * (attempt - 1));
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis + 1));
    }

    /** How long to rest after so many failed passes in a row: doubled with each, at most 30 seconds. */
    Duration afterPasses(int failures) {
        Duration doubled = pass.multipliedBy(1L << Math.max(0, Math.min(10, failures - 1)));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
}
