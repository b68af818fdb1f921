package dev.caravan.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The directory {@code .caravan/} in a mount's folder: its marker says that the right disk is there, its lock keeps a
 * second Caravan away. Nobody but its owner can read it.
 */
public final class StateDirectory implements AutoCloseable {
    private static final String INDEX = "index.db";
    private static final String TRASH = "trash";
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    private static final FileAttribute<?>[] PRIVATE_DIRECTORY = permissions("rwx------");
    private static final FileAttribute<?>[] PRIVATE_FILE = permissions("rw-------");

    private final Path directory;
    private final FolderLock lock;
    private final String marker;
    private final boolean isNew;
    private final FileStore disk;
    private final Trash trash;

    private StateDirectory(Path directory, FileStore disk, FolderLock lock, String marker, boolean isNew, Trash trash) {
        this.directory = directory;
        this.disk = disk;
        this.lock = lock;
        this.marker = marker;
        this.isNew = isNew;
        this.trash = trash;
    }

    /**
     * Opens the state of a folder, makes it where it is missing, and removes partials that a crash left.
     *
     * @param directory where it lies: see {@link UserState#stateOf}
     * @throws LockedException where another process has it open
     */
    public static StateDirectory open(Path directory, long trashBytes) throws IOException {
        createPrivate(directory);
        FolderLock lock = FolderLock.take(directory.resolve("lock"));
        try {
            removePartials(directory.resolve("partial"));
            Path marker = directory.resolve("marker");
            boolean isNew = !Files.exists(marker, LinkOption.NOFOLLOW_LINKS);
            Trash trash = new Trash(directory.resolve(TRASH), trashBytes);
            FileStore disk = Files.getFileStore(directory);
            return new StateDirectory(directory, disk, lock, readOrWriteMarker(marker), isNew, trash);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * A copy of a state directory that may be open elsewhere: whatever is done with it, that one stays as it is. The trash is
     * that of the folder, to be looked at.
     *
     * @param directory that of the folder, which need not be there
     * @param copy an empty directory on whatever disk
     */
    public static StateDirectory copy(Path directory, Path copy, long trashBytes) throws IOException {
        Path marker = directory.resolve("marker");
        if (Files.exists(marker, LinkOption.NOFOLLOW_LINKS)) {
            Files.copy(marker, copy.resolve("marker"));
        }
        StateDirectory opened = open(copy, trashBytes);
        Trash trash = new Trash(directory.resolve(TRASH), trashBytes);
        return new StateDirectory(copy, opened.disk, opened.lock, opened.marker, opened.isNew, trash);
    }

    /** Identifies the folder: a new disk at the same place has another one, or none. */
    public String marker() {
        return marker;
    }

    /** Whether the folder had no state before. */
    public boolean isNew() {
        return isNew;
    }

    /** Whether the marker still lies where it was written. */
    public boolean markerIsThere() throws IOException {
        try {
            return Files.readString(directory.resolve("marker")).strip().equals(marker);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    public Path directory() {
        return directory;
    }

    public Path indexFile() {
        return directory.resolve(INDEX);
    }

    /** Where the index lies in a state directory, unless a setting says otherwise. */
    public static Path indexFile(Path directory) {
        return directory.resolve(INDEX);
    }

    public Trash trash() {
        return trash;
    }

    /** The trash in a state directory, which may be open. */
    public static Trash trashOf(Path directory) {
        return new Trash(directory.resolve(TRASH));
    }

    /** Where a Caravan says how it can be reached that has a state directory open. */
    public static Path controlFile(Path directory) {
        return directory.resolve("control");
    }

    /** Whether a Caravan, in this process or another, has a state directory open. */
    public static boolean isOpen(Path directory) throws IOException {
        return FolderLock.isTaken(directory.resolve("lock"));
    }

    /** Whether a state directory is there, with its marker. */
    public static boolean exists(Path directory) {
        return Files.exists(directory.resolve("marker"), LinkOption.NOFOLLOW_LINKS);
    }

    /** How the folder's file system takes names. */
    public Spelling spelling() throws IOException {
        return Spelling.probe(directory);
    }

    /**
     * A new, empty file for content on its way into the folder.
     *
     * @param size how many bytes it is to hold
     * @throws IOException also where there is no room for them
     */
    public Path newPartial(long size) throws IOException {
        long free = disk.getUsableSpace();
        if (free < size) {
            throw new IOException("No space left on device: " + size + " bytes are needed, " + free + " are free");
        }
        Path partials = directory.resolve("partial");
        createPrivate(partials);
        return Files.createFile(partials.resolve(UUID.randomUUID().toString()));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    /** Makes a directory, and those above it, for the owner alone. */
    static void createPrivate(Path directory) throws IOException {
        if (Files.isSymbolicLink(directory)) {
            throw new IOException("'" + directory + "' is a symbolic link");
        }
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, PRIVATE_DIRECTORY);
        }
    }

    /** Makes a file for the owner alone, where there is none yet. */
    public static void createPrivateFile(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.createFile(file, PRIVATE_FILE);
        }
    }

    private static void removePartials(Path partials) throws IOException {
        if (!Files.isDirectory(partials, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> left = Files.list(partials)) {
            left.forEach(partial -> {
                try {
                    Files.delete(partial);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static String readOrWriteMarker(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                || Files.readString(file).isBlank()) {
            createPrivateFile(file);
            Files.writeString(file, UUID.randomUUID() + "\n");
        }
        return Files.readString(file).strip();
    }

    private static FileAttribute<?>[] permissions(String mode) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }
}
