package dev.caravan.cli;

import dev.caravan.index.Verdict;
import picocli.CommandLine.Command;

/** {@code caravan reject}. */
@Command(
        name = "reject",
        description = "Has the paths whose deletion is held now restored from the side that still has them.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false)
public final class RejectCommand extends VerdictCommand {
    public RejectCommand() {
        super(Verdict.REJECTED);
    }
}
