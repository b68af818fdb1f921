package dev.caravan.cli;

import dev.caravan.index.Held;
import dev.caravan.index.Ledger;
import dev.caravan.index.Verdict;
import dev.caravan.mount.Mount;
import dev.caravan.status.HumanFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code caravan held}. */
@Command(
        name = "held",
        description = "Lists the deletions that are held, each with the reason.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {"", "Example: caravan held photos"})
public final class HeldCommand extends MountCommand {
    @Override
    int run(Mount mount, Ledger ledger, PrintWriter out) throws IOException {
        List<Held> all = ledger.held().all();
        ledger.held().list(all);
        all.forEach(held -> out.println(line(held)));
        out.println(
                all.isEmpty()
                        ? "No deletion is held."
                        : HumanFormat.count(all.size(), "deletion") + " held. Carry them out: " + line("approve")
                                + "; or restore the paths: " + line("reject")
                                + ". Both take what is listed here, or the paths and globs that you name.");
        return all.stream().allMatch(held -> held.verdict() != null) ? CaravanCommand.DONE : CaravanCommand.WAITING;
    }

    private static String line(Held held) {
        Verdict verdict = held.verdict();
        return HumanFormat.visible(held.path()) + "  not deleted " + held.side().where() + " because " + held.why()
                + (verdict == null ? "" : " (" + verdict.name().toLowerCase(Locale.ROOT) + ")");
    }
}
