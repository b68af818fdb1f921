package dev.caravan.cli;

import dev.caravan.index.Ledger;
import dev.caravan.mount.Mount;
import dev.caravan.mount.RelativePath;
import dev.caravan.status.Words;
import dev.caravan.transfer.ConflictNames;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan conflicts}. */
@Command(
        name = "conflicts",
        description = "Lists the conflict copies that lie in the folder.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false)
public final class ConflictsCommand implements Callable<Integer> {
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
            List<RelativePath> copies = ledger.pathsNamed(ConflictNames.MARK).stream()
                    .filter(ConflictNames::isCopy)
                    .filter(path -> Files.exists(mount.folder().resolve(path.value())))
                    .toList();
            copies.forEach(copy -> out.println(Words.visible(copy)));
            out.println(
                    copies.isEmpty()
                            ? "No conflict copies."
                            : copies.size() + (copies.size() == 1 ? " conflict copy" : " conflict copies")
                                    + ". Keep what you need of them under another name, and delete the rest.");
        }
        return CaravanCommand.DONE;
    }
}
