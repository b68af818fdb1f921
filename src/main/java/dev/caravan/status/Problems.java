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

    /** @param why in words that continue "because it …" */
    public synchronized void report(String path, String why) {
        boolean told = why.equals(before.get(path)) || why.equals(now.get(path));
        now.put(path, why);
        if (!told) {
            journal.warn("left " + Words.visible(path) + " alone because it " + why);
        }
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
