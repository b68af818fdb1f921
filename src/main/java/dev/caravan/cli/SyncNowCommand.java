package dev.caravan.cli;

import picocli.CommandLine.Command;

/** {@code caravan sync-now}. */
@Command(
        name = "sync-now",
        description = "Has the running Caravan make a pass over a mount at once, which lists the bucket.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {"", "Example: caravan sync-now photos"})
public final class SyncNowCommand extends SteerCommand {
    public SyncNowCommand() {
        super("sync-now", "A pass begins as soon as the one that may be under way has ended.");
    }
}
