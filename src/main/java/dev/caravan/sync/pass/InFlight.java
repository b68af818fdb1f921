package dev.caravan.sync.pass;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How many paths of a mount are under way: admitted to the transfers, and not done yet. Safe for several threads. */
public final class InFlight {
    private final BooleanSupplier stopping;
    private int underWay;

    public InFlight(BooleanSupplier stopping) {
        this.stopping = stopping;
    }

    /** Whether Caravan is stopping, so that nothing new may begin. */
    public boolean isStopping() {
        return stopping.getAsBoolean();
    }

    /** Counts one more path as under way. */
    public synchronized void admit() {
        underWay++;
    }

    /** Counts one path as done, successfully or not. */
    public synchronized void leave() {
        underWay--;
        notifyAll();
    }

    /** Waits until nothing is under way, or Caravan stops. */
    public synchronized void awaitIdle() {
        while (underWay > 0 && !stopping.getAsBoolean()) {
            try {
                TimeUnit.MILLISECONDS.timedWait(this, 200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
