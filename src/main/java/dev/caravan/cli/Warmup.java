package dev.caravan.cli;

import dev.caravan.index.Index;
import dev.caravan.remote.client.SdkWarmup;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Wakes what the first pass needs, the AWS SDK and SQLite, on a second processor while the command line is read and Camel
 * starts. Nothing comes of it but classes that are ready, and nothing leaves this machine.
 */
public final class Warmup implements Runnable {
    private static final List<String> COMMANDS = List.of("run", "s3-synchronizer", "rehearse");
    private static final CountDownLatch LOGGING = new CountDownLatch(1);

    /** Begins, if the command line is one that makes passes. */
    public static void take(String... args) {
        if (args.length > 0 && COMMANDS.contains(args[0])) {
            Thread thread = new Thread(new Warmup(), "head-start");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** The log is set up: nothing that it was asked for before would be known to it. */
    static void mayLog() {
        LOGGING.countDown();
    }

    @Override
    public void run() {
        try {
            SdkWarmup.regions();
            LOGGING.await();
            SdkWarmup.list();
            Index.wake();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // what is wrong shows where it matters
        }
    }
}
