package dev.caravan.cli;

import dev.caravan.index.Ledger;
import dev.caravan.local.ConflictNames;
import dev.caravan.local.Folder;
import dev.caravan.local.Settlement;
import dev.caravan.local.Spelling;
import dev.caravan.local.StateDirectory;
import dev.caravan.mount.Mount;
import dev.caravan.mount.RelativePath;
import dev.caravan.status.HumanFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan conflicts}. */
@Command(
        name = "conflicts",
        description = "Lists the conflict copies that lie in the folder, or settles one.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "Whatever is not kept goes to the local trash. The next pass carries that to S3.",
            "",
            "Example: caravan conflicts photos notes.conflict-20261128-144729-host.txt --keep copy"
        })
public final class ConflictsCommand extends MountCommand {
    /** Which of two versions stays. */
    enum Kept {
        FILE,
        COPY;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "COPY",
            description = "A conflict copy, as it is listed, to be settled.")
    private @Nullable String copy;

    @Option(
            names = "--keep",
            paramLabel = "WHICH",
            description =
                    "file: the copy goes to the trash. copy: it takes the place of the file, which goes to the trash.")
    private @Nullable Kept kept;

    private final Clock clock = Clock.systemUTC();

    @Override
    int run(Mount mount, Ledger ledger, PrintWriter out) throws IOException {
        List<RelativePath> copies = ledger.pathsNamed(ConflictNames.MARK).stream()
                .filter(ConflictNames::isCopy)
                .filter(path -> Files.exists(mount.folder().resolve(path.value())))
                .toList();
        if (copy != null && kept != null) {
            return settled(mount, copies, copy, kept, out);
        }
        if (copy != null || kept != null) {
            out.println("Name a copy and what to keep: " + line("conflicts") + " <copy> --keep file|copy");
            return CaravanCommand.WRONG;
        }
        copies.forEach(each -> out.println(HumanFormat.visible(each)));
        out.println(
                copies.isEmpty()
                        ? "No conflict copies."
                        : copies.size() + (copies.size() == 1 ? " conflict copy" : " conflict copies")
                                + ". Settle one with: " + line("conflicts")
                                + " <copy> --keep file|copy; or keep what you need of"
                                + " them under another name, and delete the rest.");
        return copies.isEmpty() ? CaravanCommand.DONE : CaravanCommand.WAITING;
    }

    private int settled(Mount mount, List<RelativePath> copies, String name, Kept keep, PrintWriter out)
            throws IOException {
        Optional<RelativePath> meant =
                copies.stream().filter(each -> each.value().equals(name)).findFirst();
        Optional<RelativePath> file = meant.flatMap(ConflictNames::originalOf);
        if (meant.isEmpty() || (file.isEmpty() && keep == Kept.COPY)) {
            out.println("'" + name + "' "
                    + (meant.isEmpty()
                            ? "is no conflict copy that is listed."
                            : "does not tell the name of its file, which is too long."));
            return CaravanCommand.FAILED;
        }
        Path state = MountOptions.state(mount);
        Settlement settlement = new Settlement(
                new Folder(mount.folder(), mount.followSymlinks(), Spelling.EXACT),
                state,
                StateDirectory.trashOf(state).bin(clock.instant()));
        if (keep == Kept.FILE) {
            settlement.keepFile(meant.get());
            out.println("The copy is in the trash. " + nextPass(mount));
        } else {
            settlement.keepCopy(meant.get(), file.orElseThrow());
            out.println("'" + HumanFormat.visible(file.orElseThrow())
                    + "' holds what the copy held; what it held before is in the" + " trash. " + nextPass(mount));
        }
        return CaravanCommand.DONE;
    }
}
