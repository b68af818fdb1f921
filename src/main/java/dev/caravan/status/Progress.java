package dev.caravan.status;

import java.time.Duration;
import java.time.Instant;

/** Says once a minute what a long pass has done so far, while it does something. */
public final class Progress implements EventListener {
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Journal journal;
    private final PassReport report;
    private Instant began = Instant.EPOCH;
    private Instant said = Instant.EPOCH;

    /**
     * Adds itself to the journal's listeners.
     *
     * @param report what the pass has done, counted before
     */
    public Progress(Journal journal, PassReport report) {
        this.journal = journal;
        this.report = report;
        journal.add(this);
    }

    @Override
    public void on(Occurrence occurrence) {
        Event event = occurrence.event();
        if (event instanceof MountEvent.PassStarted) {
            begin(occurrence.time());
        } else if (event instanceof PathEvent && isTime(occurrence.time())) {
            PassCounts counts = report.counts();
            if (counts.isWorthALine()) {
                journal.publish(new MountEvent.PassUnderWay(counts, Duration.between(began, occurrence.time())));
            }
        }
    }

    private synchronized void begin(Instant now) {
        began = now;
        said = now;
    }

    private synchronized boolean isTime(Instant now) {
        if (Duration.between(said, now).compareTo(INTERVAL) < 0) {
            return false;
        }
        said = now;
        return true;
    }
}
