package dev.caravan.cli;

import dev.caravan.index.Ledger;
import dev.caravan.index.Ledger.Verdict;
import dev.caravan.mount.Mount;
import dev.caravan.status.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/** What {@code caravan approve} and {@code caravan reject} have in common. */
abstract class VerdictCommand extends MountCommand {
    private final Verdict verdict;

    VerdictCommand(Verdict verdict) {
        this.verdict = verdict;
    }

    @Override
    void run(Mount mount, Ledger ledger, PrintWriter out) throws IOException {
        int count = ledger.decide(verdict);
        out.println(count == 0 ? "No deletion is held." : told(count, mount));
    }

    private String told(int count, Mount mount) throws IOException {
        return Words.count(count, "deletion") + " " + verdict.name().toLowerCase(Locale.ROOT) + ". "
                + MountOptions.nextPass(mount);
    }
}
