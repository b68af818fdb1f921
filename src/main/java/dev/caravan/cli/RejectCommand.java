package dev.caravan.cli;

import dev.caravan.index.Verdict;
import picocli.CommandLine.Command;

/** {@code caravan reject}. */
@Command(
        name = "reject",
        description = "Rejects the deletions that are held now: their paths come back from the side that has them.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {"", "Example: caravan reject photos"})
public final class RejectCommand extends VerdictCommand {
    public RejectCommand() {
        super(Verdict.REJECTED);
    }
}
