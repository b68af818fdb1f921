package dev.caravan.cli;

import dev.caravan.mount.Mount;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code caravan sync-now}. */
@Command(
        name = "sync-now",
        description = "Has the running Caravan make a pass over a mount at once, which lists the bucket.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "Exit codes with --wait: those of caravan run --once, which does the same where a Caravan has the mount open.",
            "",
            "Example: caravan sync-now photos --wait"
        })
public final class SyncNowCommand extends SteerCommand {
    @Option(names = "--wait", description = "Tell what happens, and wait until that pass has ended.")
    private boolean waits;

    public SyncNowCommand() {
        super("sync-now", "A pass begins as soon as the one that may be under way has ended.");
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!waits) {
            return super.call();
        }
        Mount mount = mount();
        Optional<HandOver> handed = HandOver.to(mount);
        if (handed.isEmpty()) {
            return super.call(); // which says that nobody runs
        }
        Logging.configure("text", Logging.Detail.USUAL);
        return handed.get().carryOut(() -> false);
    }
}
