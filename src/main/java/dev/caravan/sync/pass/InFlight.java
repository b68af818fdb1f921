package dev.caravan.sync.pass;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How many paths of a mount are under way: admitted to the transfers, and not done yet. Safe for several threads. */
public final class InFlight {
    private final BooleanSupplier stopping;
    private final BooleanSupplier spent;
    private int underWay;

    /**
     * Paths of one mount.
     *
     * @param stopping tells that Caravan stops
     * @param spent tells that the pass is to end before it is done, as there are no more requests today
     */
    public InFlight(BooleanSupplier stopping, BooleanSupplier spent) {
        this.stopping = stopping;
        this.spent = spent;
    }

    /** Whether Caravan or the pass is stopping, so that nothing new may begin. */
    public boolean isStopping() {
        return stopping.getAsBoolean() || spent.getAsBoolean();
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
