package dev.caravan.status;

/** Learns of everything that happens, at once, on the thread that did it: it must be quick, safe for several threads, and not throw. */
@FunctionalInterface
public interface EventListener {
    void on(Occurrence occurrence);
}
