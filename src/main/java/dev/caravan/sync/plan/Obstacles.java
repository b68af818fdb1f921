package dev.caravan.sync.plan;

import dev.caravan.index.Entry;
import dev.caravan.index.Index;
import dev.caravan.local.Folder;
import dev.caravan.local.ObstructedException;
import dev.caravan.mount.RelativePath;
import dev.caravan.sync.session.OpenMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is in the way of a download: a directory where a file is to be, or the other way round. */
final class Obstacles {
    private final Folder folder;
    private final Index index;
    private final Set<RelativePath> deleted = new HashSet<>();

    Obstacles(OpenMount open) {
        this.folder = open.folder();
        this.index = open.index();
    }

    /** The plan deletes this file. */
    void deletes(RelativePath path) {
        deleted.add(path);
    }

    /** What is in the way now; null if nothing is. */
    @Nullable
    ObstructedException at(RelativePath path) throws IOException {
        try {
            folder.checkWay(path);
            return null;
        } catch (ObstructedException e) {
            return e;
        }
    }

    /**
     * Whether the way is free once the plan is carried out: what was in it is deleted, or is a file that gives way to a
     * directory, as the bucket holds its content.
     */
    boolean goes(RelativePath path, ObstructedException obstacle) throws IOException {
        Optional<RelativePath> file = obstacle.file();
        if (file.isPresent()) {
            return deleted.contains(file.get()) || givesWay(file.get());
        }
        Path directory = folder.pathOf(path);
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return false; // a link or a device
        }
        try (Stream<Path> below = Files.walk(directory)) {
            return below.filter(each -> !Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
                    .map(each -> folder.root().relativize(each).toString())
                    .allMatch(name -> deleted.contains(new RelativePath(name)));
        }
    }

    boolean givesWay(RelativePath file) throws IOException {
        Optional<Entry> entry = index.find(file);
        return entry.isPresent()
                && entry.get().inStep()
                && folder.look(file).equals(Optional.ofNullable(entry.get().local()));
    }
}
