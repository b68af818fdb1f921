package dev.caravan.cli;

import dev.caravan.index.Ledger;
import dev.caravan.status.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan problems}. */
@Command(
        name = "problems",
        description = "Lists the paths that cannot be brought in step, each with the reason.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false)
public final class ProblemsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MOUNT", description = "The name of the mount.")
    private String name = "";

    @Mixin
    private MountOptions options = new MountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Ledger ledger = MountOptions.ledger(options.mount(name))) {
            Map<String, String> all = ledger.problems();
            all.forEach((path, why) -> out.println(Words.visible(path) + "  left alone because it " + why));
            out.println(all.isEmpty() ? "No problems." : Words.count(all.size(), "problem") + ".");
        }
        return CaravanCommand.DONE;
    }
}
