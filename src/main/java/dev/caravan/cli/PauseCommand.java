package dev.caravan.cli;

import picocli.CommandLine.Command;

/** {@code caravan pause}. */
@Command(
        name = "pause",
        description = "Has the running Caravan begin no further pass over a mount, until it is resumed or restarted.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {"", "Example: caravan pause photos"})
public final class PauseCommand extends SteerCommand {
    public PauseCommand() {
        super("pause", "No further pass begins. One that is under way comes to its end. Go on with:", "resume");
    }
}
