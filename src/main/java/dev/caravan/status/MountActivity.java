package dev.caravan.status;

import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.reconcile.Action;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the passes of a mount did last, and since when which paths wait. Safe for several threads. */
public final class MountActivity implements EventListener {
    /** Of more paths than this, which only a first look finds, the oldest are among the first. */
    private static final int MAX = 100_000;

    private final Map<RelativePath, Waiting> waiting = new HashMap<>();
    private Passes passes = new Passes(0, null, null, null, null, "");
    private Amount done = Amount.NOTHING;
    private boolean lists;

    /**
     * A path that a pass has decided about and not carried out yet.
     *
     * @param since when that was first so
     * @param pass in which it was decided last
     */
    public record Waiting(RelativePath path, Action action, long bytes, Instant since, long pass) {}

    /** Some paths, and the bytes of their contents. */
    public record Amount(long paths, long bytes) {
        public static final Amount NOTHING = new Amount(0, 0);

        Amount and(long more) {
            return new Amount(paths + 1, bytes + more);
        }
    }

    /**
     * The passes so far.
     *
     * @param number of the last one that began, from 1
     * @param began when that was
     * @param ended when the last one ended that did
     * @param succeeded when the last one ended that succeeded
     * @param looked when the last one began that succeeded and listed the bucket: what changed before is known
     * @param fault why the last one failed; empty if it did not
     */
    public record Passes(
            long number,
            @Nullable Instant began,
            @Nullable Instant ended,
            @Nullable Instant succeeded,
            @Nullable Instant looked,
            String fault) {}

    @Override
    public synchronized void on(Occurrence occurrence) {
        Event event = occurrence.event();
        Instant now = occurrence.time();
        if (event instanceof MountEvent.PassStarted) {
            lists = false;
            done = Amount.NOTHING;
            passes = new Passes(
                    occurrence.pass(), now, passes.ended(), passes.succeeded(), passes.looked(), passes.fault());
        } else if (event instanceof MountEvent.StateChanged changed) {
            lists = lists || changed.now().phase() == MountState.Phase.LISTING;
        } else if (event instanceof MountEvent.PassFailed failed) {
            passes = new Passes(
                    passes.number(), passes.began(), passes.ended(), passes.succeeded(), passes.looked(), failed.why());
        } else if (event instanceof MountEvent.BudgetSpent spent) {
            passes = new Passes(
                    passes.number(), passes.began(), passes.ended(), passes.succeeded(), passes.looked(), spent.text());
        } else if (event instanceof MountEvent.PassEnded ended) {
            ended(ended.succeeded(), now);
        } else if (event instanceof PathEvent path) {
            path(path, occurrence.pass(), now);
        }
    }

    private void ended(boolean succeeded, Instant now) {
        Instant looked = succeeded && lists ? passes.began() : passes.looked();
        passes = new Passes(
                passes.number(),
                passes.began(),
                now,
                succeeded ? now : passes.succeeded(),
                looked,
                succeeded ? "" : passes.fault());
        if (succeeded && lists) {
            // it looked at everything: what it did not decide about needs nothing any more
            waiting.values().removeIf(path -> path.pass() < passes.number());
        }
    }

    private void path(PathEvent event, long pass, Instant now) {
        RelativePath path = event.path();
        if (event instanceof PathEvent.Decided decided) {
            if (decided.action().isRecordedOnly()) {
                waiting.remove(path);
            } else if (waiting.size() < MAX || waiting.containsKey(path)) {
                waiting.merge(
                        path,
                        new Waiting(path, decided.action(), decided.bytes(), now, pass),
                        (before, again) -> new Waiting(path, again.action(), again.bytes(), before.since(), pass));
            }
        } else if (isDone(event)) {
            Waiting before = waiting.remove(path);
            done = done.and(before == null ? 0 : before.bytes());
        }
    }

    private static boolean isDone(PathEvent event) {
        return event instanceof PathEvent.Uploaded
                || event instanceof PathEvent.Downloaded
                || event instanceof PathEvent.DeletedLocally
                || event instanceof PathEvent.DeletedRemotely;
    }

    public synchronized Passes passes() {
        return passes;
    }

    /** How many paths a pass has decided about that are not done. */
    public synchronized int waiting() {
        return waiting.size();
    }

    /** What waits, by action. */
    public synchronized Map<Action, Amount> amounts() {
        Map<Action, Amount> amounts = new EnumMap<>(Action.class);
        waiting.values()
                .forEach(path -> amounts.put(
                        path.action(),
                        amounts.getOrDefault(path.action(), Amount.NOTHING).and(path.bytes())));
        return amounts;
    }

    /** The paths that have waited longest. */
    public synchronized List<Waiting> longest(int limit) {
        Comparator<Waiting> order = Comparator.comparing(Waiting::since).thenComparing(Waiting::path);
        PriorityQueue<Waiting> longest = new PriorityQueue<>(order.reversed());
        for (Waiting each : waiting.values()) {
            longest.add(each);
            if (longest.size() > limit) {
                longest.remove();
            }
        }
        return longest.stream().sorted(order).toList();
    }

    /** What the current pass has carried over, or the last one did. */
    public synchronized Amount done() {
        return done;
    }

    /** Since when the oldest path waits for a side to be changed; empty if none does. */
    public synchronized Optional<Instant> oldest(Side changed) {
        Predicate<Action> changes = changed == Side.REMOTE ? Action::changesBucket : Action::changesFolder;
        return waiting.values().stream()
                .filter(path -> changes.test(path.action()))
                .map(Waiting::since)
                .min(Instant::compareTo);
    }
}
