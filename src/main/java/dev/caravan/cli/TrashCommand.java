package dev.caravan.cli;

import dev.caravan.mount.Side;
import dev.caravan.status.HumanFormat;
import dev.caravan.sync.review.ReviewedMount;
import dev.caravan.sync.review.TrashedFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan trash}. */
@Command(
        name = "trash",
        description = "Lists what lies in the local trash of a mount, the oldest first, or brings some of it back.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        sortOptions = false,
        footer = {
            "",
            "Of a path that lies there several times the newest comes back, as a copy, and only where nothing is now. The next"
                    + " pass takes it for a new file. 'undo' brings back all that a pass did, on both sides.",
            "",
            "Example: caravan trash photos '2026/**' --restore"
        })
public final class TrashCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MOUNT", description = "The name of the mount.")
    private String name = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "PATH",
            description = "Only these: paths as they are listed, or globs such as 'logs/**'. All where left out.")
    private List<String> paths = new ArrayList<>();

    @Option(names = "--restore", description = "Bring back what was named.")
    private boolean restore;

    @Option(names = "--json", description = "Write one JSON object a line; docs/operations.md lists their fields.")
    private boolean json;

    @Mixin
    private MountOptions options = new MountOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        ReviewedMount mount = options.reviewed(options.mount(name));
        List<TrashedFile> all = TrashedFile.of(mount);
        PathPatterns patterns = new PathPatterns(
                paths, all.stream().map(each -> each.path().value()).collect(Collectors.toSet()));
        List<TrashedFile> some =
                all.stream().filter(each -> patterns.mean(each.path().value())).toList();
        List<String> idle = patterns.idle();
        idle.forEach(pattern -> spec.commandLine().getErr().println("'" + pattern + "' is not in the trash."));
        boolean done = restore ? restored(mount, some) : listed(mount, some);
        return done && idle.isEmpty() ? CaravanCommand.DONE : CaravanCommand.FAILED;
    }

    private boolean listed(ReviewedMount mount, List<TrashedFile> some) {
        PrintWriter out = spec.commandLine().getOut();
        for (TrashedFile each : some) {
            out.println(json ? each.json(mount).toJson() : line(each));
        }
        if (!json) {
            long bytes = some.stream().mapToLong(TrashedFile::bytes).sum();
            out.println(HumanFormat.count(some.size(), "file") + ", " + HumanFormat.size(bytes) + ".");
        }
        return true;
    }

    private static String line(TrashedFile each) {
        return each.time() + "  " + (each.side() == Side.LOCAL ? "folder" : "S3    ") + "  "
                + HumanFormat.visible(each.path()) + " (" + HumanFormat.size(each.bytes()) + ")";
    }

    /** Brings back the newest of each path; returns whether all came back. */
    private boolean restored(ReviewedMount mount, List<TrashedFile> some) throws IOException {
        boolean all = true;
        int count = 0;
        for (TrashedFile each : TrashedFile.newest(some)) {
            try {
                each.restore(mount);
                count++;
            } catch (IOException e) {
                all = false;
                spec.commandLine()
                        .getErr()
                        .println("'" + HumanFormat.visible(each.path()) + "' stays in the trash: " + e.getMessage());
            }
        }
        spec.commandLine()
                .getOut()
                .println(HumanFormat.count(count, "file") + " brought back. The next pass takes "
                        + (count == 1 ? "it for a new file." : "them for new files."));
        return all;
    }
}
