package dev.caravan.reconcile;

import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** How one side of a path has changed since the index recorded it. */
public enum Change {
    /** It was not there and is not there. */
    ABSENT,
    UNCHANGED,
    CREATED,
    MODIFIED,
    DELETED;

    /**
     * @param indexed the version in the index, null if that side had none
     * @param now the version that is there now, null if there is none
     */
    public static <T> Change between(@Nullable T indexed, @Nullable T now, BiPredicate<T, T> same) {
        if (indexed == null) {
            return now == null ? ABSENT : CREATED;
        }
        if (now == null) {
            return DELETED;
        }
        return same.test(indexed, now) ? UNCHANGED : MODIFIED;
    }

    /** Whether there is a version that the index does not know. */
    public boolean isNew() {
        return this == CREATED || this == MODIFIED;
    }

    /** Whether that side does not hold the path now. */
    public boolean isGone() {
        return this == ABSENT || this == DELETED;
    }
}
