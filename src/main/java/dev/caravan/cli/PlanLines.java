package dev.caravan.cli;

import dev.caravan.mount.Mount;
import dev.caravan.reconcile.Action;
import dev.caravan.status.HumanFormat;
import dev.caravan.sync.plan.Plan;
import dev.caravan.sync.plan.PlannedStep;
import dev.caravan.sync.review.PlanJson;
import java.io.PrintWriter;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        if (json) {
            out.println(new PlanJson(mount).step(step).toJson());
        } else {
            line(
                    step.action().word(),
                    HumanFormat.visible(step.path()) + " (" + HumanFormat.size(step.bytes()) + "): "
                            + PlanJson.why(step));
        }
    }

    /** All that is not a step. */
    void end(Plan plan) {
        if (json) {
            new PlanJson(mount).rest(plan).forEach(each -> out.println(each.toJson()));
            return;
        }
        plan.notes().forEach(note -> line("note", note));
        plan.held()
                .forEach(held -> line(
                        "held",
                        HumanFormat.visible(held.path()) + ": not deleted "
                                + held.side().where() + " because " + held.why()));
        plan.problems().forEach((path, why) -> line("problem", HumanFormat.visible(path) + ": " + why));
        plan.ignored()
                .forEach((path, pattern) -> line("ignored", HumanFormat.visible(path) + ": by '" + pattern + "'"));
        if (plan.ignoredPaths() > plan.ignored().size()) {
            line("ignored", "… and " + (plan.ignoredPaths() - plan.ignored().size()) + " more");
        }
        out.println(mount + ": " + summary(plan));
    }

    private void line(String kind, String text) {
        out.printf("%-13s %s%n", kind, text);
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
}
