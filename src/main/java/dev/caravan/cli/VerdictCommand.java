package dev.caravan.cli;

import dev.caravan.index.Held;
import dev.caravan.index.Ledger;
import dev.caravan.index.Verdict;
import dev.caravan.mount.Mount;
import dev.caravan.status.HumanFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Parameters;

/**
 * What {@code caravan approve} and {@code caravan reject} have in common. They take what a person has seen in the list of
 * what is held; what came since has to be listed first.
 */
abstract class VerdictCommand extends MountCommand {
    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "PATH",
            description =
                    "Only these: paths as they are listed, or globs such as 'logs/**' (a path that is listed means itself"
                            + " alone). All that was listed where left out.")
    private List<String> paths = new ArrayList<>();

    private final Verdict verdict;

    VerdictCommand(Verdict verdict) {
        this.verdict = verdict;
    }

    @Override
    int run(Mount mount, Ledger ledger, PrintWriter out) throws IOException {
        List<Held> all = ledger.held().all();
        if (all.isEmpty()) {
            out.println("No deletion is held.");
            return paths.isEmpty() ? CaravanCommand.DONE : CaravanCommand.FAILED;
        }
        boolean anyListed = ledger.held().wasListed();
        Set<String> names = all.stream().map(held -> held.path().value()).collect(Collectors.toSet());
        PathPatterns patterns = new PathPatterns(paths, names);
        List<Held> wanted =
                all.stream().filter(held -> patterns.mean(held.path().value())).toList();
        List<Held> some = wanted.stream()
                .filter(held -> !anyListed
                        || held.listed()
                        || paths.contains(held.path().value()))
                .toList();
        ledger.held().decide(verdict, some);
        List<String> unheld = patterns.idle();
        unheld.forEach(pattern -> out.println("'" + pattern + "' is not held."));
        out.println(told(some.size(), mount));
        if (!anyListed || !paths.isEmpty()) {
            some.forEach(held -> out.println(HumanFormat.visible(held.path())));
        }
        if (some.size() < wanted.size()) {
            out.println(HumanFormat.count(wanted.size() - some.size(), "more deletion")
                    + " came to be held since they were listed. See them first: " + line("held"));
        }
        return some.isEmpty() || !unheld.isEmpty() ? CaravanCommand.FAILED : CaravanCommand.DONE;
    }

    private String told(int count, Mount mount) throws IOException {
        return HumanFormat.count(count, "deletion") + " " + verdict.name().toLowerCase(Locale.ROOT) + ". "
                + nextPass(mount);
    }
}
