package dev.caravan.status;

import java.util.Map;
import java.util.TreeMap;

/** Paths that cannot be brought in step as they are, each with its reason. Logged once, counted in every pass. */
public final class Problems {
    private final Journal journal;
    private Map<String, String> before = new TreeMap<>();
    private Map<String, String> now = new TreeMap<>();

    public Problems(Journal journal) {
        this.journal = journal;
    }

    /**
     * A path is left alone, and nothing has failed by that.
     *
     * @param why in words that continue "because it …"
     */
    public synchronized void report(String path, String why) {
        if (isNew(path, "left alone because it " + why)) {
            journal.warn("left " + HumanFormat.visible(path) + " alone because it " + why);
        }
    }

    /**
     * A path cannot be brought in step, although it should be: the pass has not succeeded.
     *
     * @param why in words that continue "because it …"
     */
    public synchronized void failure(String path, String why) {
        report(path, why);
        journal.countFailure(path);
    }

    /** Somebody was told already that a path, or the whole mount where the path is empty, cannot be brought in step. */
    public synchronized void note(String path, String why) {
        isNew(path, "cannot be brought in step: " + why);
    }

    private boolean isNew(String path, String what) {
        boolean told = what.equals(before.get(path)) || what.equals(now.get(path));
        now.put(path, what);
        return !told;
    }

    /**
     * What was reported in the pass that ends is forgotten unless the next one reports it again.
     *
     * @param everywhere whether the next one looks at all paths; else what was reported stays
     */
    public synchronized void beginPass(boolean everywhere) {
        before = now;
        now = everywhere ? new TreeMap<>() : new TreeMap<>(before);
    }

    /** The problems of the current pass. */
    public synchronized Map<String, String> all() {
        return new TreeMap<>(now);
    }
}
