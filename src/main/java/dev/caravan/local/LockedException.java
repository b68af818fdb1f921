package dev.caravan.local;

import java.io.IOException;

/** Another Caravan has the folder open. */
public final class LockedException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param owner who holds the lock, as it wrote itself into the lock file */
    public LockedException(String owner) {
        super(owner);
    }
}
