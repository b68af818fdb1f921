package dev.caravan.cli;

import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.Mount;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.reconcile.Action;
import dev.caravan.reconcile.Change;
import dev.caravan.status.HumanFormat;
import dev.caravan.sync.plan.Plan;
import dev.caravan.sync.plan.PlannedStep;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A plan as lines: for people, or as JSON, one object a line. */
final class PlanLines {
    private final Mount mount;
    private final PrintWriter out;
    private final boolean json;

    PlanLines(Mount mount, PrintWriter out, boolean json) {
        this.mount = mount;
        this.out = out;
        this.json = json;
    }

    void step(PlannedStep step) {
        if (!json) {
            line(
                    step.action().word(),
                    HumanFormat.visible(step.path()) + " (" + HumanFormat.size(step.bytes()) + "): " + why(step));
            return;
        }
        JsonObject line = kind("step");
        line.put("action", step.action().word());
        line.put("path", step.path().value());
        line.put("bytes", step.bytes());
        line.put("local", local(step.local(), step.file()));
        line.put("remote", remote(step.remote(), step.object()));
        out.println(line.toJson());
    }

    /** All that is not a step. */
    void end(Plan plan) {
        plan.notes().forEach(note -> say("note", "", note));
        plan.held()
                .forEach(held -> say(
                        "held",
                        held.path().value(),
                        json ? held.why() : "not deleted " + held.side().where() + " because " + held.why()));
        plan.problems().forEach((path, why) -> say("problem", path, why));
        if (json) {
            out.println(totals(plan).toJson());
        } else {
            out.println(mount + ": " + summary(plan));
        }
    }

    private void say(String kind, String path, String text) {
        if (json) {
            JsonObject line = kind(kind);
            if (!path.isEmpty()) {
                line.put("path", path);
            }
            line.put(kind.equals("note") ? "text" : "why", text);
            out.println(line.toJson());
        } else {
            line(kind, path.isEmpty() ? text : HumanFormat.visible(path) + ": " + text);
        }
    }

    private void line(String kind, String text) {
        out.printf("%-13s %s%n", kind, text);
    }

    private JsonObject kind(String kind) {
        JsonObject line = new JsonObject();
        line.put("kind", kind);
        line.put("mount", mount.name().value());
        return line;
    }

    private static JsonObject local(Change change, @Nullable LocalVersion version) {
        JsonObject side = change(change);
        if (version != null) {
            side.put("size", version.size());
            side.put("modified", version.modified());
            side.put("changed", version.changed());
            side.put("inode", version.inode());
        }
        return side;
    }

    private static JsonObject remote(Change change, @Nullable RemoteVersion version) {
        JsonObject side = change(change);
        if (version != null) {
            side.put("etag", version.etag());
            side.put("size", version.size());
        }
        return side;
    }

    private static JsonObject change(Change change) {
        JsonObject side = new JsonObject();
        side.put("change", change.name().toLowerCase(Locale.ROOT));
        return side;
    }

    private JsonObject totals(Plan plan) {
        JsonObject line = kind("totals");
        line.put("inStep", plan.waiting() == 0);
        plan.sums().forEach((action, sum) -> {
            JsonObject counts = new JsonObject();
            counts.put("paths", sum.paths());
            counts.put("bytes", sum.bytes());
            line.put(action.word(), counts);
        });
        line.put("held", plan.held().size());
        line.put("problems", plan.problems().size());
        return line;
    }

    private static String summary(Plan plan) {
        if (plan.waiting() == 0) {
            return "in step, nothing to do.";
        }
        Stream<String> steps =
                new TreeMap<>(plan.sums()).entrySet().stream().map(each -> part(each.getKey(), each.getValue()));
        Stream<String> rest = Stream.of(
                plan.held().isEmpty() ? "" : plan.held().size() + " held",
                plan.problems().isEmpty()
                        ? ""
                        : HumanFormat.count(plan.problems().size(), "problem"));
        return Stream.concat(steps, rest).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "))
                + ". Nothing was done.";
    }

    /** {@code 2 to upload (12 B)}. */
    static String part(Action action, Plan.Sum sum) {
        String what = switch (action) {
            case DELETE_LOCAL -> "delete locally";
            case DELETE_REMOTE -> "delete in S3";
            case CONFLICT -> "settle as conflicts";
            default -> action.word();
        };
        return sum.paths() + " to " + what + " (" + HumanFormat.size(sum.bytes()) + ")";
    }

    static String why(PlannedStep step) {
        String local = changed(step.local(), "in the folder", "from the folder");
        String remote = changed(step.remote(), "in S3", "from S3");
        return Stream.of(local, remote).filter(word -> !word.isEmpty()).collect(Collectors.joining(", "));
    }

    private static String changed(Change change, String in, String from) {
        return switch (change) {
            case CREATED -> "new " + in;
            case MODIFIED -> "changed " + in;
            case DELETED -> "gone " + from;
            case ABSENT, UNCHANGED -> "";
        };
    }
}
