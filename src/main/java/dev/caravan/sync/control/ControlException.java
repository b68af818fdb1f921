package dev.caravan.sync.control;

/** A request that cannot be done; the message says why, and what to do. */
final class ControlException extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    /** @param status of HTTP: 400 for what makes no sense, 404 for what is not there, 409 for what cannot be done now */
    ControlException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
