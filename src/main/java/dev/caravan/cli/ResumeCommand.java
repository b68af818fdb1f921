package dev.caravan.cli;

import picocli.CommandLine.Command;

/** {@code caravan resume}. */
@Command(
        name = "resume",
        description = "Has the running Caravan go on with a mount that was paused.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {"", "Example: caravan resume photos"})
public final class ResumeCommand extends SteerCommand {
    public ResumeCommand() {
        super("resume", "The next pass begins at once.");
    }
}
