package dev.caravan.cli;

import dev.caravan.index.Ledger;
import dev.caravan.index.Ledger.Held;
import dev.caravan.index.Ledger.Verdict;
import dev.caravan.mount.Mount;
import dev.caravan.status.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan held}. */
@Command(
        name = "held",
        description = "Lists the deletions that are held, each with the reason.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false)
public final class HeldCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MOUNT", description = "The name of the mount.")
    private String name = "";

    @Mixin
    private MountOptions options = new MountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Mount mount = options.mount(name);
        try (Ledger ledger = MountOptions.ledger(mount)) {
            List<Held> all = ledger.allHeld();
            all.forEach(held -> out.println(line(held)));
            out.println(
                    all.isEmpty()
                            ? "No deletion is held."
                            : Words.count(all.size(), "deletion") + " held. Carry them out: caravan approve " + mount
                                    + "; or restore the paths: caravan reject " + mount);
        }
        return CaravanCommand.DONE;
    }

    private static String line(Held held) {
        Verdict verdict = held.verdict();
        return Words.visible(held.path()) + "  not deleted " + held.side().where() + " because " + held.why()
                + (verdict == null ? "" : " (" + verdict.name().toLowerCase(Locale.ROOT) + ")");
    }
}
