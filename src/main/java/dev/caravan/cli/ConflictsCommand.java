package dev.caravan.cli;

import dev.caravan.index.Ledger;
import dev.caravan.local.ConflictNames;
import dev.caravan.mount.Mount;
import dev.caravan.mount.RelativePath;
import dev.caravan.status.HumanFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code caravan conflicts}. */
@Command(
        name = "conflicts",
        description = "Lists the conflict copies that lie in the folder.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false)
public final class ConflictsCommand extends MountCommand {
    @Override
    int run(Mount mount, Ledger ledger, PrintWriter out) throws IOException {
        List<RelativePath> copies = ledger.pathsNamed(ConflictNames.MARK).stream()
                .filter(ConflictNames::isCopy)
                .filter(path -> Files.exists(mount.folder().resolve(path.value())))
                .toList();
        copies.forEach(copy -> out.println(HumanFormat.visible(copy)));
        out.println(
                copies.isEmpty()
                        ? "No conflict copies."
                        : copies.size() + (copies.size() == 1 ? " conflict copy" : " conflict copies")
                                + ". Keep what you need of them under another name, and delete the rest.");
        return copies.isEmpty() ? CaravanCommand.DONE : CaravanCommand.WAITING;
    }
}
