package dev.caravan.pass;

/** Caravan is stopping: what was under way is left, and found again by the next start. */
public final class StoppingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoppingException() {
        super("Caravan is stopping");
    }
}
