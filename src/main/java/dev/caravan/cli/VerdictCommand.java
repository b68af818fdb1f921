package dev.caravan.cli;

import dev.caravan.index.Ledger;
import dev.caravan.index.Ledger.Held;
import dev.caravan.index.Ledger.Verdict;
import dev.caravan.mount.Mount;
import dev.caravan.status.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
                    "Only these: paths as they are listed, or globs such as 'logs/**'. All that was listed where left"
                            + " out.")
    private List<String> paths = new ArrayList<>();

    private final Verdict verdict;

    VerdictCommand(Verdict verdict) {
        this.verdict = verdict;
    }

    @Override
    int run(Mount mount, Ledger ledger, PrintWriter out) throws IOException {
        List<Held> all = ledger.allHeld();
        if (all.isEmpty()) {
            out.println("No deletion is held.");
            return paths.isEmpty() ? CaravanCommand.DONE : CaravanCommand.FAILED;
        }
        boolean anyListed = ledger.wasListed();
        List<Held> wanted = all.stream().filter(this::isMeant).toList();
        List<Held> some = wanted.stream()
                .filter(held -> !anyListed
                        || held.listed()
                        || paths.contains(held.path().value()))
                .toList();
        ledger.decide(verdict, some);
        List<String> unheld = paths.stream()
                .filter(pattern -> all.stream().noneMatch(held -> isMeant(held, pattern)))
                .toList();
        unheld.forEach(pattern -> out.println("'" + pattern + "' is not among what is held."));
        out.println(told(some.size(), mount));
        if (!anyListed) {
            some.forEach(held -> out.println(Words.visible(held.path())));
        }
        if (some.size() < wanted.size()) {
            out.println(Words.count(wanted.size() - some.size(), "more deletion")
                    + " came to be held since they were listed. See them first: " + line("held"));
        }
        return some.isEmpty() || !unheld.isEmpty() ? CaravanCommand.FAILED : CaravanCommand.DONE;
    }

    private boolean isMeant(Held held) {
        return paths.isEmpty() || paths.stream().anyMatch(pattern -> isMeant(held, pattern));
    }

    private static boolean isMeant(Held held, String pattern) {
        String path = held.path().value();
        return pattern.equals(path) || matches(pattern, path);
    }

    private static boolean matches(String pattern, String path) {
        try {
            PathMatcher glob = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            return glob.matches(Path.of(path));
        } catch (IllegalArgumentException e) {
            return false; // no glob, and no such path; InvalidPathException is one of these
        }
    }

    private String told(int count, Mount mount) throws IOException {
        return Words.count(count, "deletion") + " " + verdict.name().toLowerCase(Locale.ROOT) + ". " + nextPass(mount);
    }
}
