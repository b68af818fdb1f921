package dev.caravan.cli;

import dev.caravan.index.Index;
import dev.caravan.remote.WakingClient;
import org.slf4j.LoggerFactory;

/**
 * Wakes what the first pass needs, the AWS SDK and SQLite, on a second processor while Camel starts. Nothing comes of it but
 * classes that are ready, and nothing leaves this machine.
 */
final class HeadStart implements Runnable {
    static void take() {
        // two threads that set up the logging at once are warned of each other
        LoggerFactory.getILoggerFactory();
        Thread thread = new Thread(new HeadStart(), "head-start");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            WakingClient.list();
            Index.wake();
        } catch (RuntimeException e) {
            // what is wrong shows where it matters
        }
    }
}
