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
import picocli.CommandLine.Command;

/** {@code caravan held}. */
@Command(
        name = "held",
        description = "Lists the deletions that are held, each with the reason.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false)
public final class HeldCommand extends MountCommand {
    @Override
    void run(Mount mount, Ledger ledger, PrintWriter out) throws IOException {
        List<Held> all = ledger.allHeld();
        all.forEach(held -> out.println(line(held)));
        out.println(
                all.isEmpty()
                        ? "No deletion is held."
                        : Words.count(all.size(), "deletion") + " held. Carry them out: caravan approve " + mount
                                + "; or restore the paths: caravan reject " + mount);
    }

    private static String line(Held held) {
        Verdict verdict = held.verdict();
        return Words.visible(held.path()) + "  not deleted " + held.side().where() + " because " + held.why()
                + (verdict == null ? "" : " (" + verdict.name().toLowerCase(Locale.ROOT) + ")");
    }
}
