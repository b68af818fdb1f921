package dev.caravan.cli;

import dev.caravan.index.Ledger;
import dev.caravan.index.Ledger.Verdict;
import dev.caravan.mount.Mount;
import dev.caravan.status.Words;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code caravan approve} and {@code caravan reject} have in common. */
abstract class VerdictCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MOUNT", description = "The name of the mount.")
    private String name = "";

    @Mixin
    private MountOptions options = new MountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Verdict verdict;

    VerdictCommand(Verdict verdict) {
        this.verdict = verdict;
    }

    @Override
    public Integer call() throws IOException {
        Mount mount = options.mount(name);
        try (Ledger ledger = MountOptions.ledger(mount)) {
            int count = ledger.decide(verdict);
            spec.commandLine().getOut().println(count == 0 ? "No deletion is held." : told(count, mount));
        }
        return CaravanCommand.DONE;
    }

    private String told(int count, Mount mount) throws IOException {
        return Words.count(count, "deletion") + " " + verdict.name().toLowerCase(Locale.ROOT) + ". "
                + MountOptions.nextPass(mount);
    }
}
