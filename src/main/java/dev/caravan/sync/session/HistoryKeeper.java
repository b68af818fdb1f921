package dev.caravan.sync.session;

import dev.caravan.index.HistorySpan;
import dev.caravan.index.HistorySpan.Requests;
import dev.caravan.index.IndexException;
import dev.caravan.index.Ledger;
import dev.caravan.mount.Side;
import dev.caravan.remote.client.RequestCounts;
import dev.caravan.remote.client.S3Operation.Price;
import dev.caravan.status.Event;
import dev.caravan.status.EventListener;
import dev.caravan.status.MountActivity;
import dev.caravan.status.MountEvent;
import dev.caravan.status.Occurrence;
import dev.caravan.status.PathEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Adds up what goes on, and writes it down about once a minute, so that hours and days can be looked at. */
public final class HistoryKeeper implements EventListener {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration EXACT = Duration.ofSeconds(1);

    private final Supplier<Optional<Ledger>> ledger;
    private final RequestCounts counts;
    private final MountActivity activity;
    private final boolean exact;
    private Instant written = Instant.EPOCH;
    private Requests told = new Requests(0, 0, 0);
    private long uploaded;
    private long downloaded;
    private long bytesUp;
    private long bytesDown;
    private long deleted;
    private long failed;
    private Duration oldest = Duration.ZERO;

    /**
     * A keeper for one mount.
     *
     * @param ledger of the mount, where it is open
     * @param exact whether a kill may cost no more than the figures of a second, as a budget rests on them
     */
    public HistoryKeeper(
            Supplier<Optional<Ledger>> ledger, RequestCounts counts, MountActivity activity, boolean exact) {
        this.ledger = ledger;
        this.exact = exact;
        this.counts = counts;
        this.activity = activity;
    }

    @Override
    public synchronized void on(Occurrence occurrence) {
        Event event = occurrence.event();
        if (event instanceof PathEvent.Uploaded done) {
            uploaded++;
            bytesUp += done.bytes();
        } else if (event instanceof PathEvent.Downloaded done) {
            downloaded++;
            bytesDown += done.bytes();
        } else if (event instanceof PathEvent.DeletedLocally || event instanceof PathEvent.DeletedRemotely) {
            deleted++;
        } else if (event instanceof PathEvent.Failed) {
            failed++;
        }
        boolean isTime = Duration.between(written, occurrence.time()).abs().compareTo(exact ? EXACT : PATIENCE) > 0;
        if (event instanceof MountEvent.PassEnded || isTime) {
            note(occurrence.time());
            if (isTime || exact) {
                write(occurrence.time());
            }
        }
    }

    private void note(Instant now) {
        Stream.of(Side.values())
                .flatMap(side -> activity.oldest(side).stream())
                .map(since -> Duration.between(since, now))
                .filter(age -> age.compareTo(oldest) > 0)
                .forEach(age -> oldest = age);
    }

    /** Writes what came since the last time; where that cannot be done it is tried again later. */
    public synchronized void write(Instant now) {
        Optional<Ledger> open = ledger.get();
        if (open.isEmpty()) {
            return;
        }
        Requests all = new Requests(counts.of(Price.WRITE), counts.of(Price.READ), counts.of(Price.FREE));
        Requests since = new Requests(all.write() - told.write(), all.read() - told.read(), all.free() - told.free());
        long length = HistorySpan.LENGTH.toMillis();
        Instant start = Instant.ofEpochMilli(now.toEpochMilli() / length * length);
        try {
            open.get()
                    .history()
                    .add(new HistorySpan(
                            start, uploaded, downloaded, bytesUp, bytesDown, deleted, failed, since, oldest));
        } catch (IndexException e) {
            written = now; // whoever writes what counts says so
            return;
        }
        written = now;
        told = all;
        uploaded = downloaded = bytesUp = bytesDown = deleted = failed = 0;
        oldest = Duration.ZERO;
    }
}
