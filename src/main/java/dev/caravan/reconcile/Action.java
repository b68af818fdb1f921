package dev.caravan.reconcile;

import dev.caravan.mount.Side;
import java.util.Locale;
import java.util.Optional;

/**
 * What to do about a path. Actions that transfer or delete have a route of their name in {@code routes/}; the others
 * share one, or need none.
 */
public enum Action {
    /** Nothing: it is as the index says. */
    SKIP,
    /** The contents must be compared: if they are equal the path is adopted, else the reconciler decides again. */
    COMPARE,
    /** Both sides hold the same content: the index takes note. */
    ADOPT,
    /** One side is left as it is, on purpose: the index takes note, so that it is not looked at again. */
    LEAVE,
    /**
     * Only the losing side of a first run has the path, and it is to go: the index takes note, and the guard judges.
     */
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

    /** The side on which the action deletes, so that the guard must agree; empty if it deletes nothing. */
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

    /** Whether it changes the folder; a conflict changes both sides. */
    public boolean changesFolder() {
        return this == DOWNLOAD || this == DELETE_LOCAL || this == CONFLICT;
    }

    /** Whether it changes the bucket. */
    public boolean changesBucket() {
        return this == UPLOAD || this == DELETE_REMOTE || this == CONFLICT;
    }

    /** The name of its route. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
