package dev.caravan.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where something is mounted below a folder, as Linux tells it in {@code /proc/self/mountinfo}: a directory that is bound to
 * another place of the same file system looks like any other. Elsewhere there are none.
 */
public final class MountPoints {
    private static final Path TABLE = Path.of("/proc/self/mountinfo");
    private static final int ROOT = 3;
    private static final int POINT = 4;

    private final Map<String, String> names = new HashMap<>();

    private MountPoints() {}

    /** As it is now. */
    public static MountPoints below(Path folder) throws IOException {
        return Files.isReadable(TABLE) && Files.exists(folder)
                ? in(Files.readString(TABLE, StandardCharsets.ISO_8859_1), folder.toRealPath())
                : new MountPoints();
    }

    /**
     * As a table says.
     *
     * @param table one byte for each character: a mount anywhere may have a name that is no UTF-8
     * @param folder without links, as the table has it
     */
    static MountPoints in(String table, Path folder) {
        MountPoints all = new MountPoints();
        String above = folder + "/";
        table.lines()
                .map(line -> line.split(" ", -1))
                .filter(fields -> fields.length > POINT && name(fields[POINT]).startsWith(above))
                .forEach(fields ->
                        all.names.put(name(fields[POINT]).substring(above.length()), "mount of " + name(fields[ROOT])));
        return all;
    }

    /** What is mounted at a path below the folder, by a name that stays; empty where nothing is. */
    public Optional<String> at(String path) {
        return Optional.ofNullable(names.get(path));
    }

    /** The paths below the folder at which something is mounted. */
    public Set<String> all() {
        return Set.copyOf(names.keySet());
    }

    /** Blanks and the like are written in octal. */
    private static String name(String field) {
        String text = new String(field.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
