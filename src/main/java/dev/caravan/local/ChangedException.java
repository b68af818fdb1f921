package dev.caravan.local;

import java.io.IOException;

/** A file is no longer the version that was expected: nothing was done to it, look again. */
public final class ChangedException extends IOException {
    private static final long serialVersionUID = 1;

    public ChangedException(String message) {
        super(message);
    }
}
