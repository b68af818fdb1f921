package dev.caravan.transfer;

import java.io.IOException;

/** Thrown when the content that arrived is not the content that was sent. */
public final class CorruptedException extends IOException {
    private static final long serialVersionUID = 1;

    public CorruptedException(String message) {
        super(message);
    }
}
