package dev.caravan.sync.session;

import dev.caravan.local.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;

/** How a mount that is opened gets at its state directory. */
@FunctionalInterface
public interface StateAccess {
    /** Takes it for itself, as whoever changes something must. */
    StateAccess EXCLUSIVE = StateDirectory::open;

    /**
     * Opens a state directory.
     *
     * @param directory where that of the mount lies
     * @param trashBytes how much its trash may hold
     */
    StateDirectory open(Path directory, long trashBytes) throws IOException;

    /** Whether the mount is only looked at, so that opening it must change nothing. */
    default boolean looksOnly() {
        return this != EXCLUSIVE;
    }
}
