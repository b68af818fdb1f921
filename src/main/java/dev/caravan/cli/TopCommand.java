package dev.caravan.cli;

import dev.caravan.mount.Mount;
import dev.caravan.status.HumanFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan top}. */
@Command(
        name = "top",
        description = "Shows, second by second, what the running Caravan does: each mount, and what is in flight.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {"", "Example: caravan top"})
public final class TopCommand implements Callable<Integer> {
    private static final String HOME = "\033[H\033[J";
    private static final int IN_FLIGHT = 10;

    @Parameters(arity = "0..1", paramLabel = "MOUNT", description = "The name of a mount; all where it is left out.")
    private @Nullable String name;

    @Option(names = "--once", description = "Show it once, and end.")
    private boolean once;

    @Mixin
    private MountOptions options = new MountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Mount> mounts = options.mounts(name);
        PrintWriter out = spec.commandLine().getOut();
        while (true) {
            List<String> lines = new ArrayList<>();
            boolean answers = false;
            for (Mount mount : mounts) {
                Optional<JsonObject> status = MountStatus.client(mount).status();
                answers |= status.isPresent();
                lines.addAll(status.map(this::lines).orElse(List.of(mount + "  no Caravan answers")));
            }
            out.println((once ? "" : HOME) + String.join(System.lineSeparator(), lines));
            out.flush();
            if (once) {
                return answers ? CaravanCommand.DONE : CaravanCommand.FAILED;
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private List<String> lines(JsonObject status) {
        List<String> lines = new ArrayList<>();
        String reason = String.valueOf(status.getString("reason"));
        lines.add(String.format(
                "%-20s %-13s %s",
                status.getString("mount"),
                status.getString("state"),
                stands(status) + (reason.isEmpty() ? "" : ". " + reason)));
        JsonObject done = status.getMap("done") instanceof JsonObject amount ? amount : new JsonObject();
        lines.add("  this pass " + done.getLongOrDefault("paths", 0) + " carried over, "
                + HumanFormat.size(done.getLongOrDefault("bytes", 0)) + "; "
                + status.getIntegerOrDefault("waiting", 0) + " waiting; last success "
                + since(status.getString("succeeded")));
        JsonArray inFlight = status.<JsonArray>getCollection("inFlight");
        for (Object each : inFlight.subList(0, Math.min(IN_FLIGHT, inFlight.size()))) {
            JsonObject path = (JsonObject) each;
            lines.add(String.format(
                    "  %-13s %10s %6s  %s",
                    path.getString("action"),
                    HumanFormat.size(path.getLong("bytes")),
                    since(path.getString("since")),
                    HumanFormat.visible(path.getString("path"))));
        }
        return lines;
    }

    private static String stands(JsonObject status) {
        if (status.getBooleanOrDefault("inStep", false)) {
            return status.getBooleanOrDefault("paused", false) ? "paused; was in step" : "in step";
        }
        return "not in step, " + status.getIntegerOrDefault("held", 0) + " held, "
                + status.getIntegerOrDefault("problems", 0) + " problems";
    }

    private String since(@Nullable String time) {
        return time == null
                ? "never"
                : HumanFormat.span(Duration.between(Instant.parse(time), clock.instant())) + " ago";
    }
}
