package dev.caravan.cli;

import dev.caravan.index.Ledger;
import dev.caravan.mount.Mount;
import dev.caravan.mount.RelativePath;
import dev.caravan.status.HumanFormat;
import dev.caravan.sync.review.ConflictReview;
import dev.caravan.sync.review.ConflictReview.Kept;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
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
                    "file: the copy goes to the trash. copy: it takes the place of the file, which goes to the trash. both: the"
                            + " copy gets a name of its own.")
    private @Nullable Kept kept;

    @Option(names = "--local", description = "Keep the version that the folder had.")
    private boolean local;

    @Option(names = "--s3", description = "Keep the version that S3 had.")
    private boolean s3;

    @Option(names = "--both", description = "Keep both, as --keep both does.")
    private boolean both;

    private final Clock clock = Clock.systemUTC();

    @Override
    int run(Mount mount, Ledger ledger, PrintWriter out) throws IOException {
        ConflictReview review = new ConflictReview(options().reviewed(mount));
        List<RelativePath> copies = review.mount().conflictCopies(ledger);
        List<Kept> wanted = wanted();
        if (copy != null && wanted.size() == 1) {
            return settled(review, ledger, copy, wanted.get(0), out);
        }
        if (copy != null || !wanted.isEmpty()) {
            out.println("Name a copy, and one version to keep: " + line("conflicts") + " <copy> --keep file|copy|both");
            return CaravanCommand.WRONG;
        }
        copies.forEach(each -> out.println(HumanFormat.visible(each)));
        out.println(
                copies.isEmpty()
                        ? "No conflict copies."
                        : copies.size() + (copies.size() == 1 ? " conflict copy" : " conflict copies")
                                + ". Settle one with: " + line("conflicts")
                                + " <copy> --keep file|copy|both; or keep what you need of"
                                + " them under another name, and delete the rest.");
        return copies.isEmpty() ? CaravanCommand.DONE : CaravanCommand.WAITING;
    }

    private List<Kept> wanted() {
        List<Kept> wanted = new ArrayList<>();
        if (kept != null) {
            wanted.add(kept);
        }
        if (local) {
            wanted.add(Kept.LOCAL);
        }
        if (s3) {
            wanted.add(Kept.S3);
        }
        if (both) {
            wanted.add(Kept.BOTH);
        }
        return wanted;
    }

    private int settled(ConflictReview review, Ledger ledger, String name, Kept keep, PrintWriter out)
            throws IOException {
        Mount mount = review.mount().mount();
        try {
            out.println(review.settle(ledger, name, keep, clock.instant()) + " " + nextPass(mount));
            return CaravanCommand.DONE;
        } catch (NoSuchElementException e) {
            out.println("'" + name + "' " + e.getMessage());
            return CaravanCommand.FAILED;
        }
    }
}
