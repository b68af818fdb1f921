package dev.caravan.cli;

import dev.caravan.local.Folder;
import dev.caravan.local.Settlement;
import dev.caravan.local.Spelling;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.Trash;
import dev.caravan.mount.Mount;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.status.HumanFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonObject;
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

    /** One version of a file. */
    private record Trashed(RelativePath path, Path file, Instant time, Side side, long bytes) {}

    @Override
    public Integer call() throws IOException {
        Mount mount = options.mount(name);
        List<Trashed> all = trashed(mount);
        PathPatterns patterns = new PathPatterns(
                paths, all.stream().map(each -> each.path().value()).collect(Collectors.toSet()));
        List<Trashed> some =
                all.stream().filter(each -> patterns.mean(each.path().value())).toList();
        List<String> idle = patterns.idle();
        idle.forEach(pattern -> spec.commandLine().getErr().println("'" + pattern + "' is not in the trash."));
        boolean done = restore ? restored(mount, some) : listed(mount, some);
        return done && idle.isEmpty() ? CaravanCommand.DONE : CaravanCommand.FAILED;
    }

    private static List<Trashed> trashed(Mount mount) throws IOException {
        List<Trashed> all = new ArrayList<>();
        for (Trash.Found bin : StateDirectory.trashOf(MountOptions.state(mount)).found()) {
            for (RelativePath path : bin.files()) {
                Path file = bin.path().resolve(path.value());
                all.add(new Trashed(path, file, bin.time(), bin.side(), Files.size(file)));
            }
        }
        return all;
    }

    private boolean listed(Mount mount, List<Trashed> some) {
        PrintWriter out = spec.commandLine().getOut();
        for (Trashed each : some) {
            out.println(json ? object(mount, each).toJson() : line(each));
        }
        if (!json) {
            long bytes = some.stream().mapToLong(Trashed::bytes).sum();
            out.println(HumanFormat.count(some.size(), "file") + ", " + HumanFormat.size(bytes) + ".");
        }
        return true;
    }

    private static String line(Trashed each) {
        return each.time() + "  " + (each.side() == Side.LOCAL ? "folder" : "S3    ") + "  "
                + HumanFormat.visible(each.path()) + " (" + HumanFormat.size(each.bytes()) + ")";
    }

    private static JsonObject object(Mount mount, Trashed each) {
        JsonObject line = new JsonObject();
        line.put("mount", mount.name().value());
        line.put("path", each.path().value());
        line.put("time", each.time().toString());
        line.put("side", each.side() == Side.LOCAL ? "folder" : "s3");
        line.put("bytes", each.bytes());
        line.put("file", each.file().toString());
        return line;
    }

    /** Brings back the newest of each path; returns whether all came back. */
    private boolean restored(Mount mount, List<Trashed> some) throws IOException {
        Map<RelativePath, Trashed> newest = new LinkedHashMap<>();
        some.forEach(each ->
                newest.merge(each.path(), each, (one, other) -> other.time().isAfter(one.time()) ? other : one));
        boolean all = true;
        int count = 0;
        for (Trashed each : newest.values()) {
            try {
                restore(mount, each);
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

    private static void restore(Mount mount, Trashed each) throws IOException {
        Folder folder = new Folder(mount.folder(), mount.followSymlinks(), Spelling.EXACT);
        if (folder.look(each.path()).isPresent()) {
            throw new IOException("a file of this name is there. Give that another name first");
        }
        Path state = MountOptions.state(mount);
        Path partials = Files.createDirectories(state.resolve("partial"));
        Path partial = partials.resolve(UUID.randomUUID().toString());
        try {
            Files.copy(each.file(), partial, StandardCopyOption.COPY_ATTRIBUTES);
            Settlement.force(partial);
            folder.put(
                    partial,
                    each.path(),
                    Optional.empty(),
                    StateDirectory.trashOf(state).bin(each.time()));
        } finally {
            Files.deleteIfExists(partial);
        }
    }
}
