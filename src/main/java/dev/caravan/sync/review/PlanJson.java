package dev.caravan.sync.review;

import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.Mount;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.reconcile.Action;
import dev.caravan.reconcile.Change;
import dev.caravan.sync.plan.Plan;
import dev.caravan.sync.plan.PlannedStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A plan as JSON, one object for each thing that it says. */
public record PlanJson(Mount mount) {
    public JsonObject step(PlannedStep step) {
        JsonObject line = kind("step");
        line.put("action", step.action().word());
        line.put("direction", direction(step.action()));
        line.put("path", step.path().value());
        line.put("bytes", step.bytes());
        line.put("why", why(step));
        line.put("local", local(step.local(), step.file()));
        line.put("remote", remote(step.remote(), step.object()));
        return line;
    }

    private static String direction(Action action) {
        if (action.changesFolder() && action.changesBucket()) {
            return "both";
        }
        return action.changesFolder() ? "to-folder" : "to-s3";
    }

    /** All that is not a step; the last of them says what it comes to. */
    public List<JsonObject> rest(Plan plan) {
        List<JsonObject> lines = new ArrayList<>();
        plan.notes().forEach(note -> lines.add(say("note", "", note)));
        plan.held().forEach(held -> lines.add(say("held", held.path().value(), held.why())));
        plan.problems().forEach((path, why) -> lines.add(say("problem", path, why)));
        plan.ignored().forEach((path, pattern) -> {
            JsonObject line = kind("ignored");
            line.put("path", path);
            line.put("pattern", pattern);
            lines.add(line);
        });
        lines.add(totals(plan));
        return lines;
    }

    private JsonObject say(String kind, String path, String text) {
        JsonObject line = kind(kind);
        if (!path.isEmpty()) {
            line.put("path", path);
        }
        line.put(kind.equals("note") ? "text" : "why", text);
        return line;
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
        line.put("ignored", plan.ignoredPaths());
        return line;
    }

    /** What changed since both sides were in step, in words. */
    public static String why(PlannedStep step) {
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
