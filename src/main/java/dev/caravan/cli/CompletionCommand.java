package dev.caravan.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code caravan completion}. */
@Command(
        name = "completion",
        description = "Writes what lets bash and zsh complete the commands and options of Caravan.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {"", "Example: source <(caravan completion)"})
public final class CompletionCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().getOut().println(AutoComplete.bash("caravan", CaravanCommand.commandLine()));
    }
}
