package dev.caravan.sync.session;

import dev.caravan.index.EventRecords;
import dev.caravan.index.FeedEvent;
import dev.caravan.index.IndexException;
import dev.caravan.index.Ledger;
import dev.caravan.status.Event;
import dev.caravan.status.EventListener;
import dev.caravan.status.HumanFormat;
import dev.caravan.status.MountEvent;
import dev.caravan.status.Occurrence;
import dev.caravan.status.PathEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.event.Level;

/**
 * Keeps the last events of a mount, for whoever asks what went on: here first, and soon in the index. What fails in the same way
 * pass after pass is kept once. Safe for several threads.
 */
public final class EventFeed implements EventListener {
    /** No path is like this. */
    private static final String PASS_ENDED = "/";

    private static final int IN_MEMORY = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** One for all mounts of a program, so that their events have an order. */
    private static final AtomicLong LAST = new AtomicLong();

    private final Supplier<Optional<Ledger>> ledger;
    private final Deque<FeedEvent> recent = new ArrayDeque<>();
    private final Map<String, Repeated> failures = new HashMap<>();
    private int unwritten;
    private boolean writing;
    private volatile boolean fits;
    private Instant written = Instant.EPOCH;
    private Instant tried = Instant.EPOCH;
    private boolean failed;

    /** @param ledger of the mount, where it is open */
    public EventFeed(Supplier<Optional<Ledger>> ledger) {
        this.ledger = ledger;
    }

    /** A failure that was kept, and the last pass that had it. */
    private record Repeated(String why, long pass) {}

    /** What a feed knows behind an id, and whether that is all there was. */
    public record Page(List<FeedEvent> events, boolean complete) {}

    @Override
    public void on(Occurrence occurrence) {
        if (isWorthKeeping(occurrence.event(), occurrence.pass())) {
            keep(occurrence);
        }
        if (isTimeToWrite(occurrence)) {
            write();
        }
    }

    private synchronized boolean isWorthKeeping(Event event, long pass) {
        boolean isNew = isNew(event, pass);
        if (event instanceof PathEvent.Recorded || event instanceof PathEvent.Adopted) {
            failures.remove(((PathEvent) event).path().value());
        }
        if (event instanceof MountEvent.PassEnded ended && ended.succeeded()) {
            // what did not fail in this pass is over, such as a path that was removed
            failures.values().removeIf(failure -> failure.pass() < pass);
        }
        return isNew;
    }

    private boolean isNew(Event event, long pass) {
        if (event.level().toInt() < Level.INFO.toInt()) {
            return false;
        }
        String place = event instanceof PathEvent path
                ? path.path().value()
                : event instanceof MountEvent.PassEnded ? PASS_ENDED : "";
        Optional<String> why = failure(event);
        if (why.isEmpty()) {
            if (event instanceof PathEvent) {
                failures.remove(place);
            }
            return true;
        }
        if (failures.size() > EventRecords.KEPT) {
            failures.clear();
        }
        Repeated before = failures.put(place, new Repeated(why.get(), pass));
        return before == null || !before.why().equals(why.get());
    }

    private static Optional<String> failure(Event event) {
        if (event instanceof PathEvent.Failed failed) {
            return Optional.of(failed.why());
        }
        if (event instanceof MountEvent.PassEnded ended) {
            return ended.counts().onlyFailed() ? Optional.of(ended.counts().toString()) : Optional.empty();
        }
        return event instanceof MountEvent.PassFailed failed ? Optional.of(failed.why()) : Optional.empty();
    }

    /** The id of the newest event of all mounts: whatever has it, or one before it, can be asked for. */
    public static long horizon() {
        synchronized (LAST) {
            return LAST.get();
        }
    }

    private synchronized void keep(Occurrence occurrence) {
        synchronized (LAST) {
            Instant time = occurrence.time();
            long now = time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
            recent.add(kept(occurrence, LAST.updateAndGet(last -> Math.max(last + 1, now))));
        }
        unwritten++;
        if (unwritten > EventRecords.KEPT) {
            unwritten--; // the index cannot be written: the newest are worth more
        }
        while (recent.size() > Math.max(IN_MEMORY, unwritten)) {
            recent.remove();
        }
    }

    private static FeedEvent kept(Occurrence occurrence, long id) {
        Event event = occurrence.event();
        return new FeedEvent(
                id,
                occurrence.time(),
                occurrence.pass(),
                event.level().name(),
                HumanFormat.kebab(event.getClass().getSimpleName()),
                event instanceof PathEvent path ? path.path().value() : "",
                event instanceof MountEvent.PassFailed failed ? failed.why() : event.text());
    }

    private synchronized boolean isTimeToWrite(Occurrence occurrence) {
        boolean ends = occurrence.event() instanceof MountEvent.PassEnded
                || occurrence.event() instanceof MountEvent.StateChanged;
        boolean rests = Duration.between(tried, occurrence.time()).abs().compareTo(PATIENCE) <= 0;
        boolean waits =
                Duration.between(written, occurrence.time()).abs().compareTo(PATIENCE) > 0 || unwritten >= IN_MEMORY;
        if (unwritten == 0 || writing || !(ends || waits) || (failed && rests)) {
            return false;
        }
        tried = occurrence.time();
        return true;
    }

    /** Writes what is new; where that cannot be done it is tried again later, as no transfer may wait for it. */
    public void write() {
        Optional<EventRecords> records = ledger.get().map(Ledger::events);
        if (records.isEmpty() || !begin()) {
            return;
        }
        List<FeedEvent> done = List.of();
        try {
            // asked outside the lock: whoever has the index may be the one that publishes
            List<FeedEvent> some = unwritten(fits ? 0 : records.get().newest());
            records.get().add(some);
            done = some;
        } catch (IndexException e) {
            // whoever writes what counts says so
        } finally {
            end(done);
        }
    }

    private synchronized boolean begin() {
        boolean free = !writing;
        writing = true;
        return free;
    }

    private synchronized List<FeedEvent> unwritten(long before) {
        List<FeedEvent> all = new ArrayList<>(recent);
        List<FeedEvent> some = new ArrayList<>(all.subList(all.size() - unwritten, all.size()));
        fits = true;
        if (!some.isEmpty() && some.get(0).id() <= before) {
            some = behind(before, some);
        }
        return some;
    }

    /** A clock that was set back must not put new events before old ones. */
    private List<FeedEvent> behind(long before, List<FeedEvent> some) {
        synchronized (LAST) {
            LAST.accumulateAndGet(before, Math::max);
            List<FeedEvent> later =
                    some.stream().map(old -> old.withId(LAST.incrementAndGet())).toList();
            recent.removeAll(some);
            recent.addAll(later);
            return later;
        }
    }

    private synchronized void end(List<FeedEvent> done) {
        writing = false;
        failed = done.isEmpty() && unwritten > 0;
        if (!done.isEmpty()) {
            // some of them may have had to go meanwhile
            FeedEvent last = done.get(done.size() - 1);
            unwritten = (int)
                    recent.stream().filter(event -> event.id() > last.id()).count();
            written = last.time();
        }
    }

    /** The first events behind an id, in order. */
    public Page after(long id, int limit) {
        List<FeedEvent> known;
        synchronized (this) {
            known = List.copyOf(recent);
        }
        Optional<EventRecords> records = ledger.get().map(Ledger::events);
        // nothing was forgotten where nothing has happened yet
        boolean reaches = known.isEmpty() ? records.isEmpty() : known.get(0).id() <= id;
        if (reaches || records.isEmpty()) {
            return new Page(
                    known.stream().filter(event -> event.id() > id).limit(limit).toList(), reaches);
        }
        List<FeedEvent> all = new ArrayList<>(records.get().after(id, limit));
        long last = all.isEmpty() ? id : all.get(all.size() - 1).id();
        if (all.size() < limit) {
            known.stream()
                    .filter(event -> event.id() > last)
                    .limit(limit - all.size())
                    .forEach(all::add);
        }
        return new Page(all, records.get().removed() <= id);
    }

    /**
     * The newest events before an id, the newest first.
     *
     * @param part only those whose path contains this; all where it is empty
     */
    public List<FeedEvent> before(long id, String part, int limit) {
        write();
        return ledger.get()
                .map(open -> open.events().before(id, part, limit))
                .orElseGet(() -> inMemory(id, part, limit));
    }

    private synchronized List<FeedEvent> inMemory(long id, String part, int limit) {
        List<FeedEvent> some = new ArrayList<>(recent.stream()
                .filter(event -> event.id() < id && event.path().contains(part))
                .toList());
        java.util.Collections.reverse(some);
        return some.subList(0, Math.min(limit, some.size()));
    }
}
