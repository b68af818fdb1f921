package dev.caravan.index;

import java.sql.SQLException;

/** The index cannot be read or written. */
public final class IndexException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int CORRUPT = 11;
    private static final int NOT_A_DATABASE = 26;

    private final boolean damaged;

    IndexException(String message) {
        super(message);
        this.damaged = false;
    }

    IndexException(String message, SQLException cause) {
        super(message + ": " + cause.getMessage(), cause);
        int primary = cause.getErrorCode() & 0xff;
        this.damaged = primary == CORRUPT || primary == NOT_A_DATABASE;
    }

    /** Whether the file itself is broken, so that only a new index helps. */
    public boolean damaged() {
        return damaged;
    }
}
