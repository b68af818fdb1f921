package dev.caravan.sync.guard;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many paths are gone on a side, and how many of them had each content. */
public final class Gone {
    private final Map<String, Integer> contents = new HashMap<>();
    private final @Nullable Gone old;
    private long count;
    private long extras;
    private long approved;
    private long forgotten;

    /** Nothing is gone so far. */
    public Gone() {
        this(new Gone(null));
    }

    /** @param old counts those that are not new, too; null if this is that count */
    private Gone(@Nullable Gone old) {
        this.old = old;
    }

    /** A copy of the contents alone, for {@link #removeMoved} to take from. */
    public Gone copy() {
        Gone copy = new Gone(null);
        copy.contents.putAll(contents);
        return copy;
    }

    /**
     * Counts a path that is gone.
     *
     * @param content identifies its content
     * @param extra whether a first run left it on the losing side alone
     * @param isNew whether the index has known it for less than a day
     */
    public void add(String content, boolean extra, boolean isNew) {
        if (old != null && !isNew) {
            old.add(content, extra, false);
        }
        contents.merge(content, 1, Integer::sum);
        count++;
        extras += extra ? 1 : 0;
    }

    /** Whether one with this content is gone. */
    public boolean has(String content) {
        return contents.containsKey(content);
    }

    /**
     * Takes away one gone path with this content, because another path that is there holds the same; returns whether
     * there was one.
     */
    public boolean removeMoved(String content) {
        Integer left = contents.get(content);
        if (left == null) {
            return false;
        }
        if (left == 1) {
            contents.remove(content);
        } else {
            contents.put(content, left - 1);
        }
        return true;
    }

    /** Counts a deletion that a person has approved. */
    public void addApproved() {
        approved++;
    }

    /** Counts a path that is gone on both sides, so that nobody knows it any more. */
    public void addForgotten() {
        forgotten++;
    }

    /** The count of only those that are not new; empty if this is that count. */
    public Optional<Gone> old() {
        return Optional.ofNullable(old);
    }

    public long count() {
        return count;
    }

    public long extras() {
        return extras;
    }

    public long approved() {
        return approved;
    }

    public long forgotten() {
        return forgotten;
    }
}
