package dev.caravan.sync.plan;

import dev.caravan.index.Entry;
import dev.caravan.index.Held;
import dev.caravan.local.ObstructedException;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.PathRules;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.reconcile.Action;
import dev.caravan.sync.look.Candidate;
import dev.caravan.sync.pass.MountSync;
import dev.caravan.sync.pass.Pass;
import dev.caravan.sync.pass.PlainLooks;
import dev.caravan.sync.session.OpenMount;
import dev.caravan.transfer.Completed;
import dev.caravan.transfer.Decision;
import dev.caravan.transfer.PathState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One pass that copies and deletes nothing. The index, which is a copy, takes note of each step as if it had been carried out,
 * so that what follows from it is planned as well: a file that was moved, for example, is not one that has gone.
 */
final class PlannedPass {
    private static final int SAMPLE = 20;

    private final MountSync sync;
    private final Consumer<PlannedStep> steps;
    private final Map<Action, Plan.Sum> sums = new EnumMap<>(Action.class);
    private final Map<String, String> problems = new TreeMap<>();
    private final List<PathState> created = new ArrayList<>();
    private final Set<String> hidden = new TreeSet<>();
    private long hiddenPaths;
    private @Nullable Obstacles obstacles;

    PlannedPass(MountSync sync, Consumer<PlannedStep> steps) {
        this.sync = sync;
        this.steps = steps;
    }

    Plan run(List<String> notes) throws IOException {
        Pass pass = sync.pass();
        pass.begin();
        OpenMount open = open();
        open.ignores().tell(this::hidden);
        obstacles = new Obstacles(open);
        PlainLooks looks = new PlainLooks(open, this::plan);
        looks.list();
        looks.scan();
        new Moves(open, created).record();
        pass.missing().forEachRemaining(this::plan);
        sync.retries().awaitFollowUps().forEach(this::plan);
        problems.putAll(pass.problems());
        List<Held> held = open.index().ledger().held().all().stream()
                .filter(each -> each.verdict() == null)
                .toList();
        Map<String, String> ignored = new TreeMap<>();
        hidden.forEach(path -> open.ignores().patternThatHides(path).ifPresent(pattern -> ignored.put(path, pattern)));
        return new Plan(Map.copyOf(sums), held, Map.copyOf(problems), ignored, hiddenPaths, List.copyOf(notes));
    }

    private void hidden(String path) {
        if (path.equals(PathRules.RESERVED + "/")) {
            return; // its own directory goes without saying
        }
        hiddenPaths++;
        if (hidden.size() < SAMPLE) {
            hidden.add(path);
        }
    }

    private void plan(Candidate candidate) {
        try {
            Decision decision = decided(candidate);
            ObstructedException obstacle =
                    decision.action() == Action.DOWNLOAD ? obstacles().at(candidate.path()) : null;
            if (obstacle == null || obstacles().goes(candidate.path(), obstacle)) {
                plan(decision);
            } else if (!sync.retries().queueAfterDeletions(candidate)) {
                problems.put(candidate.path().value(), "cannot be a file: " + obstacle.getMessage());
            }
        } catch (IOException e) {
            // such as one that is being written
            problems.put(candidate.path().value(), "cannot be told yet: " + e.getMessage());
        }
    }

    /** A pass that acts on an object that the list did not show asks the store, finds that out, and decides again. */
    private Decision decided(Candidate candidate) throws IOException {
        Decision decision = sync.pass().decisions().about(candidate);
        PathState state = decision.pathState();
        Entry entry = state.entry();
        boolean gone = !decision.action().isRecordedOnly()
                && state.remoteAssumed()
                && entry != null
                && entry.remote() != null
                && !open().index().seenRemotely(entry);
        return gone && !candidate.mayGo() ? sync.pass().decisions().about(candidate.retryAskingBucket()) : decision;
    }

    private Obstacles obstacles() {
        return Objects.requireNonNull(obstacles, "the pass has begun");
    }

    private void plan(Decision decision) {
        Optional<Completed> recordable = Completed.withoutTransfer(decision);
        if (recordable.isPresent()) {
            recordable.get().recordIn(open().index());
        } else if (decision.action() != Action.SKIP) {
            PlannedStep step = PlannedStep.of(decision);
            sums.merge(
                    step.action(),
                    Plan.Sum.NOTHING.and(step),
                    (some, more) -> new Plan.Sum(some.paths() + more.paths(), some.bytes() + more.bytes()));
            steps.accept(step);
            pretend(decision);
        }
    }

    /** Has the index say what it would say afterwards. */
    private void pretend(Decision decision) {
        PathState state = decision.pathState();
        RelativePath path = state.path();
        LocalVersion local = state.local();
        RemoteVersion remote = state.remote();
        switch (decision.action()) {
            case UPLOAD -> {
                if (local != null && state.entry() == null) {
                    created.add(state);
                }
                open().index().record(new Entry(path, local, unknown(local), null));
            }
            case DOWNLOAD -> {
                if (local == null) {
                    open().looks().local().brings(path);
                }
                open().index().record(new Entry(path, local == null ? unknown(remote) : local, remote, null));
            }
            case CONFLICT -> open().index().record(new Entry(path, local, remote, null));
            case DELETE_LOCAL -> obstacles().deletes(path);
            default -> {
                // a deletion leaves nothing to say
            }
        }
    }

    private RemoteVersion unknown(@Nullable LocalVersion file) {
        long size = file == null ? 0 : file.size();
        return new RemoteVersion("planned", size, open().clock().next(), false);
    }

    private static LocalVersion unknown(@Nullable RemoteVersion object) {
        return new LocalVersion(object == null ? 0 : object.size(), 0, 0, 0);
    }

    private OpenMount open() {
        return sync.session().current().orElseThrow();
    }
}
