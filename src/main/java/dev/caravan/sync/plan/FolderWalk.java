package dev.caravan.sync.plan;

import dev.caravan.local.Folder;
import dev.caravan.local.Ignores;
import dev.caravan.mount.Utf8Order;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The names of a folder that are no directories and that nothing hides, in the order in which S3 lists keys. */
final class FolderWalk {
    private final Folder folder;
    private final Ignores ignores;
    private final BiConsumer<String, String> unreadable;
    private final Deque<String> left = new ArrayDeque<>();

    /** @param unreadable is told of each directory that cannot be read, and why */
    FolderWalk(Folder folder, Ignores ignores, BiConsumer<String, String> unreadable) {
        this.folder = folder;
        this.ignores = ignores;
        this.unreadable = unreadable;
        open("");
    }

    /** The next path below the folder; null at the end. */
    @Nullable
    String next() {
        while (true) {
            String first = left.poll();
            if (first == null || !first.endsWith("/")) {
                return first;
            }
            open(first);
        }
    }

    /** Puts what a directory holds before all else that is left. */
    private void open(String directory) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> stream =
                Files.newDirectoryStream(folder.root().resolve(directory))) {
            for (Path each : stream) {
                String path = directory + each.getFileName();
                if (isDirectory(each)) {
                    if (!ignores.hidesDirectory(path)) {
                        names.add(path + "/");
                    }
                } else if (!ignores.hidesFile(path)) {
                    names.add(path);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            unreadable.accept(directory, "cannot be read: " + e.getMessage());
        }
        names.sort(Utf8Order::compare);
        for (int i = names.size() - 1; i >= 0; i--) {
            left.addFirst(names.get(i));
        }
    }

    private boolean isDirectory(Path path) throws IOException {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                || (Files.isDirectory(path) && folder.isReadThrough(path));
    }
}
