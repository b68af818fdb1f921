package dev.caravan.sync.review;

import dev.caravan.local.Folder;
import dev.caravan.local.Settlement;
import dev.caravan.local.Spelling;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.Trash;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.util.json.JsonObject;

/**
 * One version of a file in the local trash.
 *
 * @param file where it lies
 * @param time when the pass began that put it there
 * @param side that it was deleted or replaced on
 */
public record TrashedFile(RelativePath path, Path file, Instant time, Side side, long bytes) {
    /** All that lies in the trash of a mount, the oldest first. */
    public static List<TrashedFile> of(ReviewedMount mount) throws IOException {
        List<TrashedFile> all = new ArrayList<>();
        for (Trash.Found bin : StateDirectory.trashOf(mount.state()).found()) {
            try {
                for (RelativePath path : bin.files()) {
                    Path file = bin.path().resolve(path.value());
                    all.add(new TrashedFile(path, file, bin.time(), bin.side(), Files.size(file)));
                }
            } catch (NoSuchFileException | UncheckedIOException e) {
                // it is being swept, or taken back: what is left of it shows the next time
            }
        }
        return all;
    }

    /** The newest of each path. */
    public static List<TrashedFile> newest(List<TrashedFile> some) {
        Map<RelativePath, TrashedFile> newest = new LinkedHashMap<>();
        some.forEach(each ->
                newest.merge(each.path(), each, (one, other) -> other.time().isAfter(one.time()) ? other : one));
        return List.copyOf(newest.values());
    }

    /**
     * Brings it back, as a copy.
     *
     * @throws IOException if a file of its name is there, or the copy cannot be made
     */
    public void restore(ReviewedMount mount) throws IOException {
        Folder folder = new Folder(mount.mount().folder(), mount.mount().followSymlinks(), Spelling.EXACT);
        if (folder.look(path).isPresent()) {
            throw new IOException("a file of this name is there. Give that another name first");
        }
        Path partials = Files.createDirectories(mount.state().resolve("partial"));
        Path partial = partials.resolve(UUID.randomUUID().toString());
        try {
            Files.copy(file, partial, StandardCopyOption.COPY_ATTRIBUTES);
            Settlement.force(partial);
            folder.put(
                    partial,
                    path,
                    Optional.empty(),
                    StateDirectory.trashOf(mount.state()).bin(time));
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    public JsonObject json(ReviewedMount mount) {
        JsonObject line = new JsonObject();
        line.put("mount", mount.mount().name().value());
        line.put("path", path.value());
        line.put("time", time.toString());
        line.put("side", side == Side.LOCAL ? "folder" : "s3");
        line.put("bytes", bytes);
        line.put("file", file.toString());
        return line;
    }
}
