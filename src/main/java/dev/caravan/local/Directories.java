package dev.caravan.local;

import dev.caravan.local.FileStat.Kind;
import dev.caravan.mount.RelativePath;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The directories of a folder: whether the way to a file is free, made where it is missing, removed where it is empty. */
final class Directories {
    private final Path root;
    private final boolean followSymlinks;
    private final Set<Path> unflushed = ConcurrentHashMap.newKeySet();

    Directories(Path root, boolean followSymlinks) {
        this.root = root;
        this.followSymlinks = followSymlinks;
    }

    /** What a walk down to the directory of a path met. */
    enum Way {
        FREE,
        /** A directory on the way is missing. */
        MISSING,
        /** A file stands where a directory is meant to be. */
        FILE
    }

    /** Looks at every directory above a path, so that none of them leads out of the folder. */
    Way wayTo(RelativePath path) throws IOException {
        Path directory = root;
        String[] segments = path.value().split("/", -1);
        for (int i = 0; i < segments.length - 1; i++) {
            directory = directory.resolve(segments[i]);
            Optional<Kind> kind = kind(directory);
            if (kind.isEmpty()) {
                return Way.MISSING;
            }
            if (kind.get() == Kind.FILE) {
                return Way.FILE;
            }
            if (kind.get() != Kind.DIRECTORY && !leadsInside(directory)) {
                throw new ObstructedException("'" + root.relativize(directory) + "' is a symbolic link or a device");
            }
        }
        return Way.FREE;
    }

    /** The file that stands where a directory above a path is needed. */
    Optional<RelativePath> fileOnTheWayTo(RelativePath path) throws IOException {
        Optional<RelativePath> parent = path.parent();
        while (parent.isPresent()) {
            if (kind(root.resolve(parent.get().value())).equals(Optional.of(Kind.FILE))) {
                return parent;
            }
            parent = parent.get().parent();
        }
        return Optional.empty();
    }

    /** Makes what is missing above a path. */
    void make(RelativePath path) throws IOException {
        Path directory = root;
        String[] segments = path.value().split("/", -1);
        for (int i = 0; i < segments.length - 1; i++) {
            Path parent = directory;
            directory = directory.resolve(segments[i]);
            makeOne(parent, directory);
        }
    }

    private void makeOne(Path parent, Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
            unflushed.add(parent);
        } catch (FileAlreadyExistsException e) {
            Optional<Kind> kind = kind(directory);
            boolean directoryThere = kind.isPresent() && kind.get() == Kind.DIRECTORY;
            if (!directoryThere && !leadsInside(directory)) {
                throw new ObstructedException("'" + root.relativize(directory) + "' is not a directory");
            }
        }
    }

    /** Removes the directories above a path that have become empty, from the innermost outwards. */
    void prune(RelativePath path, java.util.function.Predicate<RelativePath> keep) throws IOException {
        Optional<RelativePath> parent = path.parent();
        while (parent.isPresent() && !keep.test(parent.get()) && wayTo(parent.get()) == Way.FREE) {
            Path directory = root.resolve(parent.get().value());
            try (OpenDirectory place = OpenDirectory.of(root, directory)) {
                place.deleteDirectory(directory);
            } catch (DirectoryNotEmptyException | NoSuchFileException e) {
                return;
            }
            parent = parent.get().parent();
        }
    }

    void touched(Path directory) {
        unflushed.add(directory);
    }

    /** A file was put into a directory of the trash, which may be new, like those above it. */
    void filled(Path directory) {
        Path touched = directory;
        while (touched != null && !touched.equals(root) && unflushed.add(touched)) {
            touched = touched.getParent();
        }
    }

    /** Makes every rename so far survive a power cut. */
    synchronized void flush() throws IOException {
        for (Path directory : new HashSet<>(unflushed)) {
            unflushed.remove(directory);
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            } catch (NoSuchFileException e) {
                // removed since, and so is what was renamed in it
            }
        }
    }

    /** Whether a symbolic link leads to a directory of the folder that is not above the link itself, in its own words. */
    boolean leadsInside(Path link) throws IOException {
        if (!followSymlinks || !Files.isDirectory(link)) {
            return false;
        }
        Path target = link.toRealPath();
        Path above = link.getParent();
        while (above != null && !above.equals(root)) {
            if (above.toRealPath().startsWith(target)) {
                return false;
            }
            above = above.getParent();
        }
        return target.startsWith(root.toRealPath()) && !target.equals(root.toRealPath());
    }

    /** Below a file there is nothing; Java says so in an exception of no type of its own. */
    static Optional<Kind> kind(Path path) throws IOException {
        try {
            return Optional.of(FileStat.kindOf(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (String.valueOf(e.getReason()).equals("Not a directory")) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
