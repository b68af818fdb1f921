package dev.caravan.cli;

import dev.caravan.control.ControlClient;
import dev.caravan.index.Ledger;
import dev.caravan.local.ConflictNames;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.UserState;
import dev.caravan.mount.Mount;
import dev.caravan.mount.Side;
import dev.caravan.reconcile.Action;
import dev.caravan.remote.S3Errors;
import dev.caravan.sync.plan.Plan;
import dev.caravan.sync.plan.Planner;
import dev.caravan.sync.session.MountException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * How a mount stands: what a look at both sides finds, what its index says, and what the Caravan says that has it open.
 *
 * @param running whether a Caravan has it open
 * @param process what that says; null if none is running, or if it does not answer
 * @param plan what the next pass would do; null if that was not looked at, or could not be
 * @param fault why nothing can be said of both sides; empty if something can
 * @param oldest since when the oldest change waits to be carried over to a side, if any does
 */
record MountStatus(
        Mount mount,
        boolean running,
        @Nullable JsonObject process,
        @Nullable Plan plan,
        String fault,
        Map<Side, Instant> oldest,
        long held,
        long problems,
        long conflicts) {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** @param planner looks at both sides; null to take what the running Caravan says */
    static MountStatus of(Mount mount, MountOptions options, @Nullable Planner planner) throws IOException {
        boolean running = StateDirectory.isOpen(MountOptions.state(mount));
        JsonObject process = running ? client(mount).status().orElse(null) : null;
        Map<Side, Instant> oldest = new EnumMap<>(Side.class);
        time(process, "oldestToS3").ifPresent(time -> oldest.put(Side.REMOTE, time));
        time(process, "oldestToFolder").ifPresent(time -> oldest.put(Side.LOCAL, time));
        Ages ages = new Ages(mount, time(process, "looked").orElse(null), oldest);
        Plan plan = null;
        String fault = "";
        if (planner != null) {
            try {
                plan = planner.plan(mount, ages::note);
            } catch (MountException e) {
                fault = String.valueOf(e.getMessage());
            } catch (SdkException e) {
                fault = S3Errors.explain(mount, e);
            }
        }
        boolean indexed = Files.exists(MountOptions.index(mount));
        if (!indexed) {
            return new MountStatus(mount, running, process, plan, fault, oldest, 0, 0, 0);
        }
        try (Ledger ledger = options.ledger(mount)) {
            long held = plan == null ? ledger.held().waiting() : plan.held().size();
            long problems = plan == null
                    ? ledger.problems().all().size()
                    : plan.problems().size();
            return new MountStatus(
                    mount, running, process, plan, fault, oldest, held, problems, conflicts(mount, ledger));
        }
    }

    static ControlClient client(Mount mount) {
        return new ControlClient(mount, new UserState(System.getenv()), PATIENCE);
    }

    private static long conflicts(Mount mount, Ledger ledger) {
        return ledger.pathsNamed(ConflictNames.MARK).stream()
                .filter(ConflictNames::isCopy)
                .filter(copy -> Files.exists(mount.folder().resolve(copy.value())))
                .count();
    }

    static Optional<Instant> time(@Nullable JsonObject process, String name) {
        return Optional.ofNullable(process).map(said -> said.getString(name)).map(Instant::parse);
    }

    /** What the mount is doing, in one word. */
    String state() {
        if (!running) {
            return "stopped";
        }
        return process == null ? "not answering" : process.getString("state");
    }

    /** Whether both sides hold the same, as far as that was looked at; empty if it was not. */
    Optional<Boolean> inStep() {
        return Optional.ofNullable(plan).map(looked -> looked.waiting() == 0);
    }

    /** Whether somebody has to look, as no pass will mend it. */
    boolean isFailing() {
        boolean silent = running && process == null;
        boolean failed =
                process != null && !String.valueOf(process.getString("fault")).isEmpty();
        return silent || failed || !fault.isEmpty();
    }

    boolean needsPerson() {
        return held + problems + conflicts > 0;
    }

    /** How many paths, and how many bytes, an action of the next pass would be about. */
    Plan.Sum sum(Action action) {
        return plan == null ? new Plan.Sum(0, 0) : plan.sums().getOrDefault(action, new Plan.Sum(0, 0));
    }
}
