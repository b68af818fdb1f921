package dev.caravan.local;

import dev.caravan.mount.Mount;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongFunction;

/** What a folder lies on, found out without changing it. */
public final class FolderFacts {
    private static final Path WATCHES = Path.of("/proc/sys/fs/inotify/max_user_watches");
    private static final int FEW = 5;

    private FolderFacts() {}

    /**
     * Each fact with its name.
     *
     * @param state the mount's state directory, which need not be there
     * @param size how a number of bytes is written
     */
    public static Map<String, String> of(Mount mount, Path state, LongFunction<String> size) throws IOException {
        Map<String, String> facts = new LinkedHashMap<>();
        Path folder = mount.folder();
        if (!Files.isDirectory(folder)) {
            return facts;
        }
        FileStore store = Files.getFileStore(folder);
        facts.put(
                "space",
                size.apply(store.getUsableSpace()) + " free of " + size.apply(store.getTotalSpace()) + " ("
                        + store.type() + ")");
        if (Files.isDirectory(state) && Files.isWritable(state)) {
            facts.put("names", Spelling.probe(state).toString());
        }
        TreeSet<String> below = new TreeSet<>(MountPoints.below(folder).all());
        if (!below.isEmpty()) {
            facts.put(
                    "below",
                    below.size() + " mounted below it: "
                            + String.join(", ", below.stream().limit(FEW).toList()) + (below.size() > FEW ? ", …" : "")
                            + ". Where one of them goes, its files are not taken for deleted");
        }
        if (Files.isReadable(WATCHES)) {
            facts.put(
                    "watches",
                    "the system allows " + Files.readString(WATCHES).strip()
                            + " of them, and Caravan needs none: it scans");
        }
        return facts;
    }
}
