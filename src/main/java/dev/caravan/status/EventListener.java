package dev.caravan.status;

/**
 * Receives each event at once, on the thread that caused it: it must be quick, safe for several threads, and must not
 * throw.
 */
@FunctionalInterface
public interface EventListener {
    void on(Occurrence occurrence);
}
