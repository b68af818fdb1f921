package dev.caravan.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
        MountPoints all = new MountPoints();
        if (Files.isReadable(TABLE)) {
            String above = folder + "/";
            for (String line : Files.readAllLines(TABLE)) {
                String[] fields = line.split(" ", -1);
                String point = plain(fields[POINT]);
                if (point.startsWith(above)) {
                    all.names.put(point.substring(above.length()), "mount of " + plain(fields[ROOT]));
                }
            }
        }
        return all;
    }

    /** What is mounted at a path below the folder, by a name that stays; empty where nothing is. */
    public Optional<String> at(String path) {
        return Optional.ofNullable(names.get(path));
    }

    /** Blanks and the like are written in octal. */
    private static String plain(String text) {
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
