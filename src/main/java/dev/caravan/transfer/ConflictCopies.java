package dev.caravan.transfer;

import dev.caravan.local.Folder;
import dev.caravan.local.LocalVersion;
import dev.caravan.local.Trash;
import dev.caravan.mount.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps the conflict copies of a path few: the oldest go to the trash. */
public final class ConflictCopies {
    private final Folder folder;
    private final int most;

    public ConflictCopies(Folder folder, int most) {
        this.folder = folder;
        this.most = most;
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

    /** Moves the oldest copies to the trash, as far as there are too many; returns where each lies now. */
    public Map<RelativePath, Path> limit(RelativePath path, Trash.Bin trash) throws IOException {
        Map<RelativePath, Path> moved = new LinkedHashMap<>();
        List<RelativePath> copies = of(path);
        for (RelativePath copy : copies.subList(0, Math.max(0, copies.size() - most))) {
            Optional<LocalVersion> version = folder.look(copy);
            if (version.isPresent()) {
                moved.put(copy, folder.remove(copy, version.get(), trash, directory -> true));
            }
        }
        return moved;
    }
}
