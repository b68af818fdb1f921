package dev.caravan.cli;

import dev.caravan.mount.Side;
import dev.caravan.reconcile.Action;
import dev.caravan.status.HumanFormat;
import dev.caravan.sync.plan.Plan;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.util.json.JsonObject;

/** How mounts stand, as lines: for people, or as JSON, one object a line. */
final class StatusLines {
    private static final int SCHEMA = 1;

    private final PrintWriter out;
    private final boolean json;
    private final Clock clock;

    StatusLines(PrintWriter out, boolean json, Clock clock) {
        this.out = out;
        this.json = json;
        this.clock = clock;
    }

    void tell(MountStatus status) {
        out.println(json ? object(status).toJson() : line(status));
        out.flush();
    }

    private String line(MountStatus status) {
        List<String> parts = new ArrayList<>();
        parts.add(stands(status));
        for (Action action : Action.values()) {
            Plan.Sum sum = status.sum(action);
            if (sum.paths() > 0) {
                parts.add(PlanLines.part(action, sum));
            }
        }
        if (status.plan() == null && status.process() != null) {
            count(parts, status.process().getIntegerOrDefault("waiting", 0), "path waiting", "paths waiting");
        }
        count(parts, status.held(), "deletion held", "deletions held");
        count(parts, status.toBeHeld(), "deletion to be held", "deletions to be held");
        count(parts, status.problems(), "problem", "problems");
        count(parts, status.conflicts(), "conflict copy", "conflict copies");
        if (status.undo()) {
            parts.add("an undo to carry out");
        }
        oldest(status).ifPresent(age -> parts.add("oldest change " + HumanFormat.span(age) + " ago"));
        String text = status.mount() + ": " + String.join(", ", parts) + "; " + doing(status);
        // a process that cannot work says the same
        boolean told = status.fault().isEmpty()
                || (status.process() != null && !reason(status).isEmpty());
        return told ? text : text + ". " + status.fault();
    }

    private static String stands(MountStatus status) {
        if (status.inStep().isPresent()) {
            return status.inStep().get() ? "in step" : "not in step";
        }
        if (!status.fault().isEmpty()) {
            return "cannot be looked at";
        }
        return status.known() ? "as of the last pass" : "never synchronized";
    }

    private static String reason(MountStatus status) {
        return status.process() == null ? "" : String.valueOf(status.process().getString("reason"));
    }

    private static void count(List<String> parts, long count, String one, String several) {
        if (count > 0) {
            parts.add(count + " " + (count == 1 ? one : several));
        }
    }

    private Optional<Duration> oldest(MountStatus status) {
        return status.oldest().values().stream().min(Instant::compareTo).map(this::age);
    }

    private Duration age(Instant since) {
        Duration age = Duration.between(since, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private String doing(MountStatus status) {
        JsonObject process = status.process();
        if (!status.running()) {
            return "no Caravan is running on it";
        }
        if (process == null) {
            return status.mayAnswer()
                    ? "a Caravan has it open and does not answer: it hangs, is stopped, or was started with"
                            + " control.enabled = false"
                    : "a Caravan has it open and may not answer (control.enabled = false)";
        }
        String reason = reason(status);
        String last = MountStatus.time(process, "succeeded")
                .map(time -> (reason.isEmpty()
                                ? ", the last pass succeeded "
                                : (reason.endsWith(".") ? "" : ".") + " The last success was ")
                        + HumanFormat.span(age(time)) + " ago")
                .orElse("");
        return status.state() + (reason.isEmpty() ? "" : ": " + reason) + last;
    }

    private JsonObject object(MountStatus status) {
        JsonObject all = new JsonObject();
        all.put("schema", SCHEMA);
        all.put("mount", status.mount().name().value());
        all.put("running", status.running());
        all.put("state", status.state());
        status.inStep().ifPresent(inStep -> all.put("inStep", inStep));
        if (status.plan() != null) {
            status.plan().sums().forEach((action, sum) -> {
                JsonObject counts = new JsonObject();
                counts.put("paths", sum.paths());
                counts.put("bytes", sum.bytes());
                all.put(action.word(), counts);
            });
        }
        all.put("held", status.held());
        all.put("toBeHeld", status.toBeHeld());
        all.put("problems", status.problems());
        all.put("conflicts", status.conflicts());
        all.put("undo", status.undo());
        age(all, "oldestToS3", status, Side.REMOTE);
        age(all, "oldestToFolder", status, Side.LOCAL);
        if (!status.fault().isEmpty()) {
            all.put("fault", status.fault());
        }
        if (status.process() != null) {
            all.put("process", status.process());
        }
        return all;
    }

    private void age(JsonObject all, String name, MountStatus status, Side side) {
        Instant since = status.oldest().get(side);
        if (since != null) {
            all.put(name, age(since).toMillis() / 1000.0);
        }
    }
}
