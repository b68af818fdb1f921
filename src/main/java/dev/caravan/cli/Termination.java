package dev.caravan.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes Ctrl+C and SIGTERM an orderly end: what is under way is finished or rolled back, and the exit code is 0. Java
 * itself would end with 143, whatever the hooks do; so ends a run of one pass, as it was not done.
 */
final class Termination {
    private static final long MOST_SECONDS = 28;

    private final Runnable stop;
    private final boolean once;
    private final CountDownLatch ended = new CountDownLatch(1);

    private Termination(Runnable stop, boolean once) {
        this.stop = stop;
        this.once = once;
    }

    /** @param once whether an end before its time leaves something undone, so that the exit code is the signal's */
    static Termination of(Runnable stop, boolean once) {
        Termination termination = new Termination(stop, once);
        Runtime.getRuntime().addShutdownHook(new Thread(termination::terminate, "termination"));
        return termination;
    }

    private void terminate() {
        if (ended.getCount() == 0) {
            return;
        }
        stop.run();
        try {
            boolean orderly = ended.await(MOST_SECONDS, TimeUnit.SECONDS);
            if (once) {
                return; // Java ends with 130 or 143
            }
            Runtime.getRuntime().halt(orderly ? CaravanCommand.DONE : CaravanCommand.FAILED);
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(CaravanCommand.FAILED);
        }
    }

    /** The run is over: whoever waits may go on. */
    void ended() {
        ended.countDown();
    }
}
