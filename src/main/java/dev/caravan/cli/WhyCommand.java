package dev.caravan.cli;

import dev.caravan.config.Settings;
import dev.caravan.mount.Mount;
import dev.caravan.mount.PathRules;
import dev.caravan.remote.client.Clients;
import dev.caravan.remote.client.PreparedPuts;
import dev.caravan.sync.plan.LookFault;
import dev.caravan.sync.plan.Planner;
import dev.caravan.sync.review.Explanation;
import dev.caravan.sync.session.MountException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** {@code caravan why}. */
@Command(
        name = "why",
        description =
                "Tells all that is known of one path: both sides now, the index, what hides it, what happens next.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {"", "Example: caravan why photos 2026/beach.jpg"})
public final class WhyCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MOUNT", description = "The name of the mount.")
    private String name = "";

    @Parameters(
            index = "1",
            paramLabel = "PATH",
            description = "A path below the folder, as Caravan writes it; or one that begins with the folder.")
    private String path = "";

    @Option(names = "--json", description = "Write one JSON object; docs/operations.md lists its fields.")
    private boolean json;

    @Mixin
    private MountOptions options = new MountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Settings settings = options.settings();
        Mount mount = options.mount(name);
        try (Clients clients = new Clients(settings.concurrency(), new PreparedPuts())) {
            Explanation explanation = Explanation.of(
                    options.reviewed(mount),
                    below(mount),
                    clients.client(mount.store()),
                    new Planner(clients, options.environment(settings)));
            spec.commandLine().getOut().println(json ? explanation.json().toJson() : explanation.text());
            return CaravanCommand.DONE;
        } catch (MountException | SdkException e) {
            spec.commandLine().getErr().println(LookFault.of(mount, e));
            return CaravanCommand.FAILED;
        }
    }

    private String notBelow(Mount mount) {
        throw new ParameterException(
                spec.commandLine(),
                "'" + path + "' is not below the folder '" + mount.folder() + "' of mount '" + mount + "'");
    }

    private String below(Mount mount) {
        if (!path.startsWith("/") || PathRules.fault(path.substring(1)).isPresent()) {
            return path;
        }
        Path absolute = Path.of(path).normalize();
        return absolute.startsWith(mount.folder())
                ? mount.folder().relativize(absolute).toString()
                : notBelow(mount);
    }
}
