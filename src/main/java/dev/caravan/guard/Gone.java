package dev.caravan.guard;

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

    /** @param old takes those that are not new */
    private Gone(@Nullable Gone old) {
        this.old = old;
    }

    /** For counting down. */
    public Gone copy() {
        Gone copy = new Gone(null);
        copy.contents.putAll(contents);
        return copy;
    }

    /**
     * One more is gone.
     *
     * @param content what tells it from another one
     * @param extra whether a first run left it on the losing side alone
     * @param isNew whether the index knows it for less than a day
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

    /** Whether there is one gone that another with its content, which is there, excuses: each excuses one. */
    public boolean excuse(String content) {
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

    /** A person has approved that one goes. */
    public void addApproved() {
        approved++;
    }

    /** One is gone on both sides: nobody knows it any more. */
    public void addForgotten() {
        forgotten++;
    }

    /** Those of them that are not new; empty where this is that. */
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
