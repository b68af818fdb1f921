package dev.caravan.local;

import java.io.IOException;

/** A file cannot be replaced or deleted, as the trash cannot take it: nothing was done to it. */
public final class TrashFullException extends IOException {
    private static final long serialVersionUID = 1;

    public TrashFullException(String message) {
        super(message);
    }
}
