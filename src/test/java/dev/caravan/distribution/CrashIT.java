package dev.caravan.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The distribution, killed with SIGKILL at random moments while files and objects come, change and go: at the end nothing
 * may be missing, both sides agree, and nothing of a transfer lies about.
 */
class CrashIT {
    private static final int KILLS = Integer.getInteger("caravan.kills", 40);
    private static final int VICTIMS = 2;

    @TempDir
    Path temp;

    @Test
    void survivesBeingKilled() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(VICTIMS);
        try {
            List<Callable<Void>> all =
                    IntStream.range(0, VICTIMS).mapToObj(this::victim).toList();
            for (Future<Void> dead : threads.invokeAll(all)) {
                dead.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Void> victim(int number) {
        long seed = System.nanoTime() + number;
        System.out.println("crash test of " + KILLS / VICTIMS + " kills, seed " + seed);
        return () -> {
            new Victim(space(number), seed).dies(KILLS / VICTIMS);
            return null;
        };
    }

    private Path space(int number) throws IOException {
        return Files.createDirectory(temp.resolve("victim" + number));
    }
}
