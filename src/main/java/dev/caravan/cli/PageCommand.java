package dev.caravan.cli;

import dev.caravan.mount.Mount;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan page}. */
@Command(
        name = "page",
        description = "Prints the address of the page of the running Caravan. It opens once, within five minutes.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "The page listens on this machine alone. From elsewhere, take the port of the address through SSH:",
            "ssh -L 41234:127.0.0.1:41234 server",
            "",
            "Example: caravan page"
        })
public final class PageCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "MOUNT",
            description = "The name of a mount, where several programs synchronize some each.")
    private @Nullable String name;

    @Mixin
    private MountOptions options = new MountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        List<Mount> mounts = options.mounts(name);
        for (Mount mount : mounts) {
            Optional<String> page = MountStatus.client(mount).page();
            if (page.isPresent()) {
                spec.commandLine().getOut().println(page.get());
                return CaravanCommand.DONE;
            }
        }
        spec.commandLine()
                .getErr()
                .println(
                        "No Caravan answers: none is running, it hangs or is stopped, or control.enabled is false. Start one"
                                + " with: " + options.line("run"));
        return CaravanCommand.FAILED;
    }
}
