package dev.caravan.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** The index cannot be read or written. */
public final class IndexException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int CORRUPT = 11;
    private static final int NOT_A_DATABASE = 26;

    private final boolean damaged;

    IndexException(String message) {
        this(message, false);
    }

    IndexException(String message, Path file, SQLException cause) {
        super(message + ": " + (isFull(file) ? "no space left on the device" : cause.getMessage()), cause);
        int primary = cause.getErrorCode() & 0xff;
        this.damaged = primary == CORRUPT || primary == NOT_A_DATABASE;
    }

    private IndexException(String message, boolean damaged) {
        super(message);
        this.damaged = damaged;
    }

    /** SQLite finds nothing wrong, and it is no index all the same. */
    static IndexException ofDamage(String message) {
        return new IndexException(message, true);
    }

    /** SQLite does not say so, where it is its shared memory that finds no room. */
    private static boolean isFull(Path file) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            return directory != null && Files.getFileStore(directory).getUsableSpace() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the file itself is broken, so that only a new index helps. */
    public boolean damaged() {
        return damaged;
    }
}
