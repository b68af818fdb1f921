package dev.caravan.sync.session;

/** A mount cannot be worked on as it is. The message says what to do. */
public final class MountException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MountException(String message) {
        super(message);
    }

    public MountException(String message, Throwable cause) {
        super(message, cause);
    }
}
