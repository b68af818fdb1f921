package dev.caravan.local;

import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Limits how many conflict copies a path has: the oldest go to the trash, except those that a person has edited. */
public final class ConflictCopies {
    private final Folder folder;
    private final int max;

    public ConflictCopies(Folder folder, int max) {
        this.folder = folder;
        this.max = max;
    }

    /** The copies of a path that lie in the folder, the oldest first. */
    public List<RelativePath> of(RelativePath path) throws IOException {
        Path directory = folder.pathOf(path).getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> names = Files.list(directory)) {
            return names.map(name -> name.getFileName().toString())
                    .filter(name -> ConflictNames.isCopyOf(name, path.name()))
                    .sorted()
                    .map(path::sibling)
                    .toList();
        }
    }

    /** Moves the oldest copies to the trash until no more than the limit are left; returns where each one lies now. */
    public Map<RelativePath, Path> limit(RelativePath path, Trash.Bin trash) throws IOException {
        Map<RelativePath, Path> moved = new LinkedHashMap<>();
        Map<RelativePath, LocalVersion> made = new LinkedHashMap<>();
        for (RelativePath copy : of(path)) {
            folder.look(copy).filter(version -> isAsMade(copy, version)).ifPresent(version -> made.put(copy, version));
        }
        int tooMany = made.size() - max;
        for (Map.Entry<RelativePath, LocalVersion> each : made.entrySet()) {
            if (tooMany-- > 0) {
                moved.put(each.getKey(), folder.remove(each.getKey(), each.getValue(), trash, directory -> true));
            }
        }
        return moved;
    }

    /**
     * Whether a copy is as Caravan made it. One that a person has edited, or has given such a name, is younger than its
     * name says.
     */
    private static boolean isAsMade(RelativePath copy, LocalVersion version) {
        Instant modified = Instant.ofEpochSecond(0, version.modified()).truncatedTo(ChronoUnit.SECONDS);
        return !modified.isAfter(ConflictNames.madeOf(copy.name()));
    }
}
