package dev.caravan.sync.session;

import dev.caravan.index.Index;
import dev.caravan.local.UserState;
import java.nio.file.Path;

/**
 * Numbers the states of an index, in itself and in the user's state directory: an index with the lower number was
 * restored from a backup.
 */
public final class IndexGeneration {
    private static final String GENERATION = "generation";

    private final Index index;
    private final UserState user;
    private final Path folder;

    IndexGeneration(Index index, UserState user, Path folder) {
        this.index = index;
        this.user = user;
        this.folder = folder;
    }

    boolean isOld() {
        return ofIndex() < user.generation(folder);
    }

    /** Counts up, so that any earlier copy of the index is recognized as old. */
    public void advance() {
        long next = Math.max(ofIndex(), user.generation(folder)) + 1;
        index.setting(GENERATION, Long.toString(next));
        user.generation(folder, next);
    }

    private long ofIndex() {
        return index.setting(GENERATION).map(Long::parseLong).orElse(0L);
    }
}
