package dev.caravan.cli;

import dev.caravan.index.Index;
import dev.caravan.remote.WakingClient;

/**
 * Wakes what the first pass needs, the AWS SDK and SQLite, on a second processor while Camel starts. Nothing comes of it but
 * classes that are ready, and nothing leaves this machine.
 */
final class HeadStart implements Runnable {
    static void take() {
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
