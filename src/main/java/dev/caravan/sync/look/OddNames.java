package dev.caravan.sync.look;

import dev.caravan.index.FingerprintSet;
import dev.caravan.local.FileStat;
import dev.caravan.mount.LocalVersion;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Finds directories that the scan cannot enter, because of their names. Safe for several threads. */
public final class OddNames {
    private static final long TICK = TimeUnit.SECONDS.toNanos(2);

    private final Path root;
    private final Clock clock;
    private final FingerprintSet listed = new FingerprintSet(1);
    private final Map<String, List<String>> found = new ConcurrentHashMap<>();

    /** @param clock of the machine, which the times of files come from */
    public OddNames(Path root, Clock clock) {
        this.root = root;
        this.clock = clock;
    }

    /**
     * The subdirectories with a backslash in their names, which Camel's file component turns into a slash. Looked for
     * again only when the directory has changed, or did so just before the last look.
     */
    public List<String> in(String path, FileStat directory) throws IOException {
        LocalVersion version = directory.version();
        long fingerprint = listed.fingerprint(path, version.inode(), version.modified(), version.changed(), 0);
        if (!listed.contains(fingerprint)) {
            List<String> odd = new ArrayList<>();
            try (DirectoryStream<Path> names = Files.newDirectoryStream(root.resolve(path))) {
                for (Path name : names) {
                    String text = String.valueOf(name.getFileName());
                    if (text.indexOf('\\') >= 0 && Files.isDirectory(name, LinkOption.NOFOLLOW_LINKS)) {
                        odd.add(path.isEmpty() ? text : path + "/" + text);
                    }
                }
            }
            found.remove(path);
            if (!odd.isEmpty()) {
                found.put(path, odd);
            }
            if (hasRested(version)) {
                listed.add(fingerprint);
            }
        }
        return found.getOrDefault(path, List.of());
    }

    /** File systems count in ticks, some in seconds: within one a directory changes once more, and its time does not. */
    private boolean hasRested(LocalVersion directory) {
        long latest = Math.max(directory.modified(), directory.changed());
        return TimeUnit.MILLISECONDS.toNanos(clock.millis()) - latest > TICK;
    }
}
