package dev.caravan.cli;

import dev.caravan.config.Settings;
import dev.caravan.mount.Mount;
import dev.caravan.remote.client.Clients;
import dev.caravan.remote.client.PreparedPuts;
import dev.caravan.sync.plan.LookFault;
import dev.caravan.sync.plan.Planner;
import dev.caravan.sync.session.MountException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** {@code caravan plan}. */
@Command(
        name = "plan",
        description = "Tells what the next pass over one mount or all would do, and does nothing.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "It looks at the folder and lists the bucket, whether or not a Caravan is running. Steps of your own in the"
                    + " routes have no say in it: what they refuse is planned all the same.",
            "",
            "Example: caravan plan photos --json | jq 'select(.action == \"delete-remote\")'"
        })
public final class PlanCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "MOUNT", description = "The name of a mount; all where it is left out.")
    private @Nullable String name;

    @Option(names = "--json", description = "Write one JSON object a line; docs/operations.md lists their fields.")
    private boolean json;

    @Mixin
    private MountOptions options = new MountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Settings settings = options.settings();
        List<Mount> mounts = options.mounts(name);
        int code = CaravanCommand.DONE;
        try (Clients clients = new Clients(settings.concurrency(), new PreparedPuts())) {
            Planner planner = new Planner(clients, options.environment(settings));
            for (Mount mount : mounts) {
                code = Math.max(code, plan(planner, mount));
            }
        }
        return code;
    }

    private int plan(Planner planner, Mount mount) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PlanLines lines = new PlanLines(mount, out, json);
        try {
            lines.end(planner.plan(mount, lines::step));
            return CaravanCommand.DONE;
        } catch (MountException | SdkException e) {
            out.flush();
            spec.commandLine().getErr().println(LookFault.of(mount, e));
            return CaravanCommand.FAILED;
        }
    }
}
