package dev.caravan.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lives from which files vanish, from fresh seeds, for some seconds, or for {@code -Dcaravan.simulation.minutes}. */
class DeletionLifeTest {
    private static final int ROUNDS = 6;
    private static final Duration SHORT = Duration.ofSeconds(15);

    @TempDir
    Path temp;

    private int lives;

    @ParameterizedTest
    @ValueSource(longs = {1L, 2L, 3L})
    void knownSeeds(long seed) throws Exception {
        live(seed, ROUNDS);
    }

    @Test
    void freshSeeds() throws Exception {
        String minutes = System.getProperty("caravan.simulation.minutes", "");
        Duration time = minutes.isEmpty() ? SHORT : Duration.ofMinutes(Long.parseLong(minutes));
        long end = System.nanoTime() + time.toNanos();
        int count = 0;
        while (System.nanoTime() < end) {
            liveOrShrink(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
            count++;
        }
        System.out.println("simulated " + count + " lives with deletions of " + ROUNDS + " rounds each");
    }

    private void liveOrShrink(long seed) throws Exception {
        try {
            live(seed, ROUNDS);
        } catch (AssertionError e) {
            for (int rounds = 1; rounds < ROUNDS; rounds++) {
                live(seed, rounds);
            }
            throw e;
        }
    }

    private void live(long seed, int rounds) throws Exception {
        try (DeletionLife life = new DeletionLife(seed, space())) {
            life.run(rounds);
        } catch (AssertionError e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("deletion seed " + seed + " failed", e);
        }
    }

    private Path space() throws IOException {
        return Files.createDirectory(temp.resolve("life-" + lives++));
    }
}
