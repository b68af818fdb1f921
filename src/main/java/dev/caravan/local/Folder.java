package dev.caravan.local;

import dev.caravan.local.Directories.Way;
import dev.caravan.local.FileStat.Kind;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.PathRules;
import dev.caravan.mount.RelativePath;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The files of a mount's folder. Nothing in it is replaced or removed but through here: only the version that was
 * expected, and only after it lies in the trash.
 */
public final class Folder {
    private static final String DEVICE = "unix:dev";
    private static final boolean UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private final Path root;
    private final boolean followSymlinks;
    private final Spelling spelling;
    private final Directories readable;
    private final Directories directories;

    /** @param followSymlinks whether files are read through symbolic links; nothing is ever written through one */
    public Folder(Path root, boolean followSymlinks, Spelling spelling) {
        this.root = root;
        this.spelling = spelling;
        this.followSymlinks = followSymlinks;
        this.readable = new Directories(root, followSymlinks);
        this.directories = new Directories(root, false);
    }

    public Path root() {
        return root;
    }

    /**
     * Which directory of which file system the folder is. The number of a device is left out: it may be another one after
     * a restart of the machine.
     */
    public String identity() throws IOException {
        FileStore store = Files.getFileStore(root);
        Object inode = UNIX ? Files.getAttribute(root, "unix:ino") : "";
        return store.type() + " " + store.name() + " " + inode;
    }

    public Path pathOf(RelativePath path) {
        return root.resolve(path.value());
    }

    /**
     * The version of the file at a path; empty where there is no file, also where a directory stands in its place.
     *
     * @throws ObstructedException where a symbolic link or a device stands there, or on the way
     */
    public Optional<LocalVersion> look(RelativePath path) throws IOException {
        if (readable.wayTo(path) != Way.FREE || otherSpelling(path).isPresent()) {
            return Optional.empty();
        }
        try {
            FileStat seen = lookAt(pathOf(path));
            return switch (seen.kind()) {
                case FILE -> Optional.of(seen.version());
                case DIRECTORY -> Optional.empty();
                case SYMLINK -> throw new ObstructedException("'" + path + "' is a symbolic link");
                case SPECIAL -> throw new ObstructedException("'" + path + "' is a FIFO, a socket or a device");
            };
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whether a symbolic link is followed: it leads to another directory of the folder. */
    public boolean isReadThrough(Path link) throws IOException {
        return readable.leadsInside(link);
    }

    /** Where a path lies in the folder, once every link is followed; the path itself where that cannot be said. */
    public String lies(RelativePath path) {
        Path file = pathOf(path);
        if (!followSymlinks) {
            return path.value();
        }
        try {
            Path inside = root.toRealPath();
            Path real = Files.exists(file)
                    ? file.toRealPath()
                    : parentOf(file).toRealPath().resolve(path.name());
            return real.startsWith(inside) ? inside.relativize(real).toString() : path.value();
        } catch (IOException e) {
            return path.value(); // a way that leads nowhere is looked at elsewhere
        }
    }

    private FileStat lookAt(Path file) throws IOException {
        FileStat seen = FileStat.of(file);
        if (followSymlinks && seen.kind() == Kind.SYMLINK && !Files.exists(file)) {
            // its file may lie on a disk that is not mounted: it has not been deleted
            throw new ObstructedException("'" + root.relativize(file) + "' is a symbolic link that leads nowhere");
        }
        boolean inside = followSymlinks
                && seen.kind() == Kind.SYMLINK
                && file.toRealPath().startsWith(root.toRealPath());
        return inside ? FileStat.through(file) : seen;
    }

    /** Opens a file for reading; a link that was put in its place since is refused. */
    public SeekableByteChannel open(RelativePath path) throws IOException {
        if (followSymlinks) {
            look(path);
            return Files.newByteChannel(pathOf(path), StandardOpenOption.READ);
        }
        directories.wayTo(path);
        return Files.newByteChannel(pathOf(path), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * Puts a finished partial in its place.
     *
     * @param expected the version that it replaces; empty where no file may be there
     * @return the version that lies there now, known to be the partial's
     * @throws ChangedException where something else than the expected version is there
     * @throws ObstructedException where a directory, a link or a device is in the way
     */
    public LocalVersion put(Path partial, RelativePath path, Optional<LocalVersion> expected, Trash.Bin trash)
            throws IOException {
        LocalVersion put = FileStat.of(partial).version();
        if (wayTo(path) == Way.MISSING) {
            directories.make(path);
        }
        expectThere(path, expected);
        Path target = pathOf(path);
        checkFileSystem(target, partial);
        if (expected.isEmpty()) {
            try (OpenDirectory place = OpenDirectory.of(root, target)) {
                Renames.linkOrMove(partial, place, target, path);
            }
        } else {
            Path kept = trash.slot(path, expected.get().size());
            directories.filled(parentOf(kept));
            Renames.replace(root, partial, target, kept, path, expected.get());
        }
        Path parent = parentOf(target);
        directories.touched(parent);
        return settled(target, put);
    }

    /** Before anything is done: a rename never becomes a copy. */
    private void checkFileSystem(Path target, Path other) throws IOException {
        if (UNIX && !Files.getAttribute(parentOf(target), DEVICE).equals(Files.getAttribute(parentOf(other), DEVICE))) {
            throw new OtherFileSystemException(target);
        }
    }

    /**
     * Moves a file into the trash.
     *
     * @param keepDirectory tells which directories stay when they have become empty
     * @return where it lies now
     */
    public Path remove(RelativePath path, LocalVersion expected, Trash.Bin trash, Predicate<RelativePath> keepDirectory)
            throws IOException {
        expect(path, Optional.of(expected));
        Path kept = trash.slot(path, expected.size());
        directories.filled(parentOf(kept));
        directories.touched(parentOf(pathOf(path)));
        try (OpenDirectory place = OpenDirectory.of(root, pathOf(path));
                OpenDirectory bin = OpenDirectory.of(root, kept)) {
            Renames.moveAway(place, pathOf(path), bin, kept, path, expected);
        }
        directories.prune(path, keepDirectory);
        return kept;
    }

    /** Puts a finished partial into the trash, so that it survives a power cut from now on. */
    public void putAside(Path partial, Path slot) throws IOException {
        Files.move(partial, slot, StandardCopyOption.ATOMIC_MOVE);
        directories.filled(parentOf(slot));
        directories.flush();
    }

    /**
     * Gives a file another name beside its own, in one step where the system can; a name that is taken is not touched.
     * Somebody may save meanwhile: then the newest save has the other name.
     */
    public void rename(RelativePath from, RelativePath to, LocalVersion expected) throws IOException {
        expect(from, Optional.of(expected));
        directories.touched(parentOf(pathOf(to)));
        try {
            if (!NativeRename.moveToFreeName(root, pathOf(from), pathOf(to))) {
                try (OpenDirectory place = OpenDirectory.of(root, pathOf(to))) {
                    Renames.linkOrMove(pathOf(from), place, pathOf(to), to);
                }
            }
        } catch (FileAlreadyExistsException e) {
            throw new ChangedException("'" + to + "' appeared");
        } catch (NoSuchFileException e) {
            throw new ChangedException("'" + from + "' vanished");
        }
    }

    /** Makes a directory and those above it. */
    public void makeDirectory(RelativePath path) throws IOException {
        directories.make(child(path));
    }

    private static RelativePath child(RelativePath directory) {
        return new RelativePath(directory.value() + "/-");
    }

    /** Removes a directory and those above it, as far as they are empty. */
    public void removeEmptyDirectory(RelativePath path) throws IOException {
        directories.prune(child(path), directory -> false);
    }

    /** Makes every change so far survive a power cut. */
    public void flush() throws IOException {
        directories.flush();
    }

    /** @throws ObstructedException where a file cannot be put, whatever its content */
    public void checkWay(RelativePath path) throws IOException {
        Way way = wayTo(path);
        checkName(path, Directories.kind(pathOf(path)).orElse(Kind.FILE));
        Path state = root.resolve(PathRules.RESERVED);
        if (way == Way.FREE && Files.exists(state)) {
            checkFileSystem(pathOf(path), state.resolve("partial"));
        }
    }

    /** Before a file gives its name away: whether another one can be put in its place. A bind mount shows in a rename alone. */
    public void checkPlace(RelativePath path) throws IOException {
        checkWay(path);
        Path state = root.resolve(PathRules.RESERVED);
        if (!UNIX || !Files.isDirectory(state)) {
            return;
        }
        Path probe = Files.createTempDirectory(state, "probe");
        try {
            // a directory never takes the place of a file
            Files.move(probe, pathOf(path), StandardCopyOption.ATOMIC_MOVE);
            Files.delete(pathOf(path));
            throw new ChangedException("'" + path + "' vanished");
        } catch (AtomicMoveNotSupportedException e) {
            throw new OtherFileSystemException(pathOf(path));
        } catch (FileSystemException e) {
            // as it should be
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    private Way wayTo(RelativePath path) throws IOException {
        Way way = directories.wayTo(path);
        if (way == Way.FILE) {
            RelativePath file = directories.fileOnTheWayTo(path).orElse(path);
            throw new ObstructedException("'" + file + "' is a file, and '" + path + "' needs a directory there", file);
        }
        Optional<String> other = otherSpelling(path);
        if (other.isPresent()) {
            throw new ObstructedException(
                    "'" + other.get() + "' is there, and to this file system the two names are the same");
        }
        return way;
    }

    private static void checkName(RelativePath path, Kind there) throws ObstructedException {
        switch (there) {
            case FILE -> {}
            case DIRECTORY -> throw new ObstructedException("'" + path + "' is a directory");
            case SYMLINK ->
                throw new ObstructedException("'" + path + "' is a symbolic link, and nothing is written through one");
            case SPECIAL -> throw new ObstructedException("'" + path + "' is a FIFO, a socket or a device");
        }
    }

    /** What is there under another spelling of a name on the path. */
    private Optional<String> otherSpelling(RelativePath path) throws IOException {
        Path directory = root;
        for (String segment : path.value().split("/", -1)) {
            Optional<String> other = spelling.other(directory, segment);
            if (other.isPresent()) {
                return other;
            }
            directory = directory.resolve(segment);
        }
        return Optional.empty();
    }

    private void expect(RelativePath path, Optional<LocalVersion> expected) throws IOException {
        wayTo(path);
        expectThere(path, expected);
    }

    private void expectThere(RelativePath path, Optional<LocalVersion> expected) throws IOException {
        Optional<LocalVersion> now = there(path);
        if (!now.equals(expected)) {
            throw new ChangedException("'" + path + "' " + (now.isEmpty() ? "vanished" : "changed"));
        }
    }

    private Optional<LocalVersion> there(RelativePath path) throws IOException {
        try {
            FileStat seen = FileStat.of(pathOf(path));
            checkName(path, seen.kind());
            return Optional.of(seen.version());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The version at a target just put there. Where somebody changed it already, a version that will not be found again. */
    private static LocalVersion settled(Path target, LocalVersion put) throws IOException {
        try {
            LocalVersion now = FileStat.of(target).version();
            return now.sameContent(put) ? now : put;
        } catch (NoSuchFileException e) {
            return put;
        }
    }

    private static Path parentOf(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }
}
