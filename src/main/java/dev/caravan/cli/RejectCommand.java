package dev.caravan.cli;

import dev.caravan.index.Ledger;
import dev.caravan.index.Ledger.Verdict;
import dev.caravan.mount.Mount;
import dev.caravan.status.Words;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan reject}. */
@Command(
        name = "reject",
        description = "Has the paths whose deletion is held now restored from the side that still has them.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false)
public final class RejectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MOUNT", description = "The name of the mount.")
    private String name = "";

    @Mixin
    private MountOptions options = new MountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Mount mount = options.mount(name);
        try (Ledger ledger = MountOptions.ledger(mount)) {
            int count = ledger.decide(Verdict.REJECTED);
            spec.commandLine()
                    .getOut()
                    .println(
                            count == 0
                                    ? "No deletion is held."
                                    : Words.count(count, "deletion") + " rejected. " + MountOptions.nextPass(mount));
        }
        return CaravanCommand.DONE;
    }
}
