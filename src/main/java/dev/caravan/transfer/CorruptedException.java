package dev.caravan.transfer;

import java.io.IOException;

/** Content arrived that is not what its sender said. */
public final class CorruptedException extends IOException {
    private static final long serialVersionUID = 1;

    public CorruptedException(String message) {
        super(message);
    }
}
