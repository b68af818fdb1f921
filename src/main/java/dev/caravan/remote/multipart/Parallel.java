package dev.caravan.remote.multipart;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Does the parts of one transfer side by side: the calling thread works through them, helped by whatever threads are free.
 * So a transfer always goes on, however busy the others are.
 */
public final class Parallel {
    /** Does one part, numbered from 0. */
    public interface Part {
        void run(int number) throws IOException;
    }

    private final Executor helpers;
    private final int max;
    private final BooleanSupplier stopping;

    /**
     * @param helpers threads shared by all transfers
     * @param max that one transfer may use
     * @param stopping tells that no further part may begin
     */
    public Parallel(Executor helpers, int max, BooleanSupplier stopping) {
        this.helpers = helpers;
        this.max = max;
        this.stopping = stopping;
    }

    /** Does so many parts; returns when all are done, or none is under way after one has failed. */
    public void run(int count, Part part) throws IOException {
        Crew crew = new Crew(count, part);
        for (int i = 1; i < Math.min(count, max); i++) {
            helpers.execute(crew::help);
        }
        crew.work();
        crew.dismiss();
        crew.rethrow();
    }

    private final class Crew {
        private final int count;
        private final Part part;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private int helping;
        private boolean dismissed;

        Crew(int count, Part part) {
            this.count = count;
            this.part = part;
        }

        void help() {
            synchronized (this) {
                if (dismissed) {
                    return;
                }
                helping++;
            }
            try {
                work();
            } finally {
                synchronized (this) {
                    helping--;
                    notifyAll();
                }
            }
        }

        void work() {
            int number = next.getAndIncrement();
            while (number < count && failure.get() == null) {
                try {
                    if (stopping.getAsBoolean()) {
                        throw new InterruptedIOException("Caravan is stopping");
                    }
                    part.run(number);
                } catch (IOException | RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                }
                number = next.getAndIncrement();
            }
        }

        /** Waits for the helpers that have begun; the others will find nothing to do. */
        synchronized void dismiss() {
            dismissed = true;
            boolean interrupted = false;
            while (helping > 0) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        void rethrow() throws IOException {
            Throwable cause = failure.get();
            if (cause instanceof IOException e) {
                throw e;
            }
            if (cause instanceof RuntimeException e) {
                throw e;
            }
            if (cause instanceof Error e) {
                throw e;
            }
        }
    }
}
