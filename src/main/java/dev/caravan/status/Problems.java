package dev.caravan.status;

import java.util.Map;
import java.util.TreeMap;

/** Paths that cannot be brought in step as they are, each with its reason. Told once, counted in every pass. */
public final class Problems implements EventListener {
    private final Journal journal;
    private Map<String, String> before = new TreeMap<>();
    private Map<String, String> now = new TreeMap<>();

    /** Listens from now on to what fails. */
    public Problems(Journal journal) {
        this.journal = journal;
        journal.add(this);
    }

    /**
     * A path is left alone, and nothing has failed by that.
     *
     * @param why in words that continue "because it …"
     */
    public void report(String path, String why) {
        boolean isNew = isNew(path, "left alone because it " + why);
        journal.publish(new MountEvent.ProblemFound(path, why, isNew, false));
    }

    /**
     * A path cannot be brought in step, although it should be: the pass has not succeeded.
     *
     * @param why in words that continue "because it …"
     */
    public void failure(String path, String why) {
        boolean isNew = isNew(path, "left alone because it " + why);
        journal.publish(new MountEvent.ProblemFound(path, why, isNew, true));
    }

    @Override
    public void on(Occurrence occurrence) {
        Event event = occurrence.event();
        if (event instanceof PathEvent.Failed failed) {
            isNew(failed.path().value(), "cannot be brought in step: " + failed.why());
        } else if (event instanceof PathEvent.Refused refused) {
            isNew(refused.path().value(), "left alone because it was refused: " + refused.why());
        } else if (event instanceof MountEvent.PassFailed failed) {
            isNew("", "cannot be brought in step: " + failed.why());
        }
    }

    private synchronized boolean isNew(String path, String what) {
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
