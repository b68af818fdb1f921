package dev.caravan.reconcile;

import dev.caravan.mount.Side;
import java.util.Locale;
import java.util.Optional;

/** What is to be done about a path. Each has a route of its name in {@code routes/}, but for those that only decide. */
public enum Action {
    /** Nothing: it is as the index says. */
    SKIP,
    /** The contents must be compared: where they are equal the path is adopted, else asked again. */
    COMPARE,
    /** Both sides hold the same content: the index takes note. */
    ADOPT,
    /** One side is left as it is, on purpose: the index takes note, so that it is not looked at again. */
    LEAVE,
    /** Only the losing side of a first run has it, and it is to go: the index takes note, and the guard judges. */
    EXTRA,
    /** A person wants the two sides to be unlike: the index takes note. */
    UNLIKE,
    /** Neither side holds the path any more: the index forgets it. */
    FORGET,
    UPLOAD,
    DOWNLOAD,
    DELETE_LOCAL,
    DELETE_REMOTE,
    /** Both sides changed, to different contents, and both are to be kept. */
    CONFLICT;

    /** The side that it takes something away from, so that a guard must agree; empty where it does not. */
    public Optional<Side> deletesOn() {
        return switch (this) {
            case DELETE_LOCAL -> Optional.of(Side.LOCAL);
            case DELETE_REMOTE -> Optional.of(Side.REMOTE);
            default -> Optional.empty();
        };
    }

    /** Whether neither side is changed by it. */
    public boolean isRecordedOnly() {
        return switch (this) {
            case SKIP, COMPARE, ADOPT, LEAVE, EXTRA, UNLIKE, FORGET -> true;
            case UPLOAD, DOWNLOAD, DELETE_LOCAL, DELETE_REMOTE, CONFLICT -> false;
        };
    }

    /** The name of its route. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
