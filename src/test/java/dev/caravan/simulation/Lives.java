package dev.caravan.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Lives from fresh seeds, side by side, for some seconds, or for {@code -Dcaravan.simulation.minutes}. One that fails ends
 * the search, and is lived again for fewer rounds, as the fewest in which it fails tell the shortest story.
 */
final class Lives {
    private static final Duration SHORT = Duration.ofSeconds(15);
    private static final Duration SHORTER = Duration.ofSeconds(6);

    /** A life mostly waits, for the disk and for answers. */
    private static final int AT_A_TIME = 3;

    private final int rounds;
    private final Life life;
    private final Path temp;
    private final AtomicInteger spaces = new AtomicInteger();

    /** Everything that happens in it follows from the seed. */
    interface Life {
        /**
         * One of them.
         *
         * @param space a directory of its own
         * @param plain whether its passes are made without Camel: a life is shorter then, and the same in each run
         */
        void live(long seed, int rounds, Path space, boolean plain) throws Exception;
    }

    /** Who writes the requests of a life: most often Caravan itself. */
    static String client(long seed) {
        return new Random(17 * ~seed).nextInt(4) == 0 ? "sdk" : "lean";
    }

    /** @param temp where each life gets a directory of its own */
    Lives(Path temp, int rounds, Life life) {
        this.temp = temp;
        this.rounds = rounds;
        this.life = life;
    }

    /** Lives from seeds that once failed, here or with a hole of {@code src/test/holes}. */
    void known(long... seeds) throws Exception {
        AtomicInteger next = new AtomicInteger();
        sideBySide(() -> {
            for (int i = next.getAndIncrement(); i < seeds.length; i = next.getAndIncrement()) {
                live(seeds[i], rounds, false);
            }
            return null;
        });
    }

    /** Prints how many there were, of this kind. */
    void fresh(String kind) throws Exception {
        fresh(kind, SHORT, false);
    }

    /** The same without Camel: several times as many lives in a second, each the same whenever it is lived again. */
    void freshWithoutCamel(String kind) throws Exception {
        fresh(kind + " without Camel", SHORTER, true);
    }

    private void fresh(String kind, Duration few, boolean plain) throws Exception {
        String minutes = System.getProperty("caravan.simulation.minutes", "");
        Duration time = minutes.isEmpty() ? few : Duration.ofMinutes(Long.parseLong(minutes));
        long end = System.nanoTime() + time.toNanos();
        AtomicInteger count = new AtomicInteger();
        AtomicBoolean failed = new AtomicBoolean();
        sideBySide(() -> {
            while (System.nanoTime() < end && !failed.get()) {
                long seed = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
                try {
                    live(seed, rounds, plain);
                } catch (AssertionError e) {
                    failed.set(true);
                    throw shortest(seed, plain, e);
                }
                count.incrementAndGet();
            }
            return null;
        });
        System.out.println("simulated " + count + " " + kind + " of " + rounds + " rounds each");
    }

    private static void sideBySide(Callable<Void> some) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            for (var each : threads.invokeAll(
                    Stream.generate(() -> some).limit(AT_A_TIME).toList())) {
                each.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError failure) {
                throw failure;
            }
            throw e;
        } finally {
            threads.shutdown();
        }
    }

    private AssertionError shortest(long seed, boolean plain, AssertionError whole) throws Exception {
        for (int fewer = 1; fewer < rounds; fewer++) {
            try {
                live(seed, fewer, plain);
            } catch (AssertionError e) {
                return e;
            }
        }
        return whole;
    }

    private void live(long seed, int rounds, boolean plain) throws Exception {
        try {
            life.live(seed, rounds, space(), plain);
        } catch (AssertionError e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("seed " + seed + " failed", e);
        }
    }

    private Path space() throws IOException {
        return Files.createDirectory(temp.resolve("life-" + spaces.incrementAndGet()));
    }
}
