package dev.caravan.cli;

import dev.caravan.index.Held;
import dev.caravan.index.Ledger;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.UserState;
import dev.caravan.mount.Mount;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.reconcile.Action;
import dev.caravan.sync.control.ControlClient;
import dev.caravan.sync.plan.LookFault;
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
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * How a mount stands: what a look at both sides finds, what its index says, and what the Caravan says that has it open.
 *
 * @param known whether it was ever synchronized
 * @param running whether a Caravan has it open, or is about to, as where its folder is not there
 * @param mayAnswer whether the settings let a running Caravan answer
 * @param process what that says; null if none is running, or if it does not answer
 * @param plan what the next pass would do; null if that was not looked at, or could not be
 * @param fault why nothing can be said of both sides; empty if something can
 * @param oldest since when the oldest change waits to be carried over to a side, if any does
 * @param held deletions that wait for a person
 * @param toBeHeld deletions that the next pass would hold
 * @param undo whether one was asked for that no pass has carried out yet
 */
record MountStatus(
        Mount mount,
        boolean known,
        boolean running,
        boolean mayAnswer,
        @Nullable JsonObject process,
        @Nullable Plan plan,
        String fault,
        Map<Side, Instant> oldest,
        long held,
        long toBeHeld,
        long problems,
        long conflicts,
        boolean undo) {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** What the ledger of a mount says; nothing if there is none. */
    private record InLedger(Set<RelativePath> held, long problems, long conflicts, boolean undo) {
        static InLedger of(Mount mount, MountOptions options) throws IOException {
            if (!Files.exists(MountOptions.index(mount))) {
                return new InLedger(Set.of(), 0, 0, false);
            }
            try (Ledger ledger = options.ledger(mount)) {
                Set<RelativePath> held = ledger.held().all().stream()
                        .filter(each -> each.verdict() == null)
                        .map(Held::path)
                        .collect(Collectors.toSet());
                return new InLedger(
                        held,
                        ledger.problems().all().size(),
                        options.reviewed(mount).conflictCopies(ledger).size(),
                        ledger.undo().asked().isPresent());
            }
        }
    }

    /**
     * Looks at a mount.
     *
     * @param mayAnswer whether the settings let a running Caravan answer
     * @param planner looks at both sides; null to take what the running Caravan and the index say
     */
    static MountStatus of(Mount mount, boolean mayAnswer, MountOptions options, @Nullable Planner planner)
            throws IOException {
        JsonObject process = client(mount).status().orElse(null);
        boolean running = process != null || StateDirectory.isOpen(MountOptions.state(mount));
        Map<Side, Instant> oldest = new EnumMap<>(Side.class);
        time(process, "oldestToS3").ifPresent(time -> oldest.put(Side.REMOTE, time));
        time(process, "oldestToFolder").ifPresent(time -> oldest.put(Side.LOCAL, time));
        Ages ages = new Ages(mount, time(process, "looked").orElse(null), oldest);
        Plan plan = null;
        String fault = "";
        if (planner != null) {
            try {
                plan = planner.plan(mount, ages::note);
            } catch (MountException | SdkException e) {
                fault = LookFault.of(mount, e);
            }
        }
        InLedger ledger = InLedger.of(mount, options);
        long toBeHeld = plan == null
                ? 0
                : plan.held().stream()
                        .filter(each -> !ledger.held().contains(each.path()))
                        .count();
        return new MountStatus(
                mount,
                Files.exists(MountOptions.index(mount)),
                running,
                mayAnswer,
                process,
                plan,
                fault,
                oldest,
                plan == null ? ledger.held().size() : plan.held().size() - toBeHeld,
                toBeHeld,
                plan == null ? ledger.problems() : plan.problems().size(),
                ledger.conflicts(),
                ledger.undo());
    }

    static ControlClient client(Mount mount) {
        return new ControlClient(mount, new UserState(System.getenv()), PATIENCE);
    }

    static Optional<Instant> time(@Nullable JsonObject process, String name) {
        return Optional.ofNullable(process).map(said -> said.getString(name)).map(Instant::parse);
    }

    /** What the mount is doing, in one word. */
    String state() {
        if (!running) {
            return "stopped";
        }
        if (process == null) {
            return mayAnswer ? "not answering" : "unknown";
        }
        return process.getString("state");
    }

    boolean isPaused() {
        return process != null && process.getBooleanOrDefault("paused", false);
    }

    /** Whether both sides hold the same, as far as that was looked at; empty if it was not. */
    Optional<Boolean> inStep() {
        return Optional.ofNullable(plan).map(looked -> looked.waiting() == 0 && !undo);
    }

    /** Whether somebody has to look, as no pass will mend it. */
    boolean isFailing() {
        boolean silent = running && process == null && mayAnswer;
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
