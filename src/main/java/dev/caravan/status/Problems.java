package dev.caravan.status;

import java.util.Map;
import java.util.TreeMap;

/**
 * Paths that cannot be brought in step as they are, each with its reason. Each is announced once, and counted in every
 * pass.
 */
public final class Problems implements EventListener {
    private final Journal journal;
    private Map<String, String> before = new TreeMap<>();
    private Map<String, String> now = new TreeMap<>();

    /** Adds itself to the journal's listeners, to learn what fails. */
    public Problems(Journal journal) {
        this.journal = journal;
        journal.add(this);
    }

    /**
     * Reports a path that is left alone. The pass does not count as failed.
     *
     * @param why in words that continue "because it …"
     */
    public void report(String path, String why) {
        boolean isNew = record(path, "left alone because it " + why);
        journal.publish(new MountEvent.ProblemFound(path, why, isNew, false));
    }

    /**
     * Reports a path that should be in step, but cannot be: the pass counts as failed.
     *
     * @param why in words that continue "because it …"
     */
    public void reportFailure(String path, String why) {
        boolean isNew = record(path, "left alone because it " + why);
        journal.publish(new MountEvent.ProblemFound(path, why, isNew, true));
    }

    @Override
    public void on(Occurrence occurrence) {
        Event event = occurrence.event();
        if (event instanceof PathEvent.Failed failed) {
            record(failed.path().value(), "cannot be brought in step: " + failed.why());
        } else if (event instanceof PathEvent.Refused refused) {
            record(refused.path().value(), "left alone because it was refused: " + refused.why());
        } else if (event instanceof MountEvent.PassFailed failed) {
            record("", "cannot be brought in step: " + failed.why());
        }
    }

    private synchronized boolean record(String path, String what) {
        boolean told = what.equals(before.get(path)) || what.equals(now.get(path));
        now.put(path, what);
        return !told;
    }

    /**
     * Begins a pass: forgets what the last one reported, unless this one reports it again.
     *
     * @param everywhere whether this pass looks at all paths; if not, nothing is forgotten
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
