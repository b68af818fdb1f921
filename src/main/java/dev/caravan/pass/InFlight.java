package dev.caravan.pass;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How many paths of a mount are under way: admitted to the transfers, and not done yet. Safe for several threads. */
public final class InFlight {
    private final BooleanSupplier stopping;
    private int underWay;

    public InFlight(BooleanSupplier stopping) {
        this.stopping = stopping;
    }

    /** Whether nothing further is to be begun. */
    public boolean isStopping() {
        return stopping.getAsBoolean();
    }

    /** One more is under way. */
    public synchronized void admit() {
        underWay++;
    }

    /** One is done, well or not. */
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
