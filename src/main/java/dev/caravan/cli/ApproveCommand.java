package dev.caravan.cli;

import dev.caravan.index.Verdict;
import picocli.CommandLine.Command;

/** {@code caravan approve}. */
@Command(
        name = "approve",
        description = "Approves the deletions that are held now, so that they are carried out.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {"", "Example: caravan approve photos 'logs/**' a.txt"})
public final class ApproveCommand extends VerdictCommand {
    public ApproveCommand() {
        super(Verdict.APPROVED);
    }
}
