package dev.caravan.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * One version of a file's content, as far as a look at its attributes can tell.
 *
 * @param size in bytes
 * @param modified mtime, in nanoseconds since the epoch
 * @param changed ctime, likewise: it moves when somebody sets mtime back; 0 on file systems without it
 * @param inode which file of its file system it is: it tells two files apart that traded places; 0 where there is none
 */
public record LocalVersion(long size, long modified, long changed, long inode) {
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int SYMLINK = 0120000;

    /** What lies at a path. */
    public enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK,
        /** A FIFO, socket or device: never opened. */
        SPECIAL
    }

    /**
     * What lies at a path, with its version where it is a file.
     *
     * @param device of its file system; 0 where there is none
     */
    public record Stat(Kind kind, LocalVersion version, long device) {}

    /** One system call; a symbolic link is seen as itself. */
    public static Stat look(Path file) throws IOException {
        return UNIX ? lookUnix(file, LinkOption.NOFOLLOW_LINKS) : lookBasic(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** As {@link #look}, but a symbolic link is seen as what it leads to. */
    public static Stat lookThrough(Path file) throws IOException {
        return UNIX ? lookUnix(file) : lookBasic(file);
    }

    private static final boolean UNIX =
            java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private static Stat lookUnix(Path file, LinkOption... options) throws IOException {
        Map<String, Object> all = Files.readAttributes(file, "unix:mode,size,lastModifiedTime,ctime,ino,dev", options);
        Kind kind = switch (attribute(all, "mode", Integer.class) & TYPE) {
            case REGULAR -> Kind.FILE;
            case DIRECTORY -> Kind.DIRECTORY;
            case SYMLINK -> Kind.SYMLINK;
            default -> Kind.SPECIAL;
        };
        long size = attribute(all, "size", Long.class);
        long modified = nanos(attribute(all, "lastModifiedTime", FileTime.class));
        long changed = nanos(attribute(all, "ctime", FileTime.class));
        LocalVersion version = new LocalVersion(size, modified, changed, attribute(all, "ino", Long.class));
        return new Stat(kind, version, attribute(all, "dev", Long.class));
    }

    private static <T> T attribute(Map<String, Object> all, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(all.get(name), name));
    }

    /** What lies at a path, where its version does not matter; a symbolic link is seen as itself. */
    public static Kind kind(Path file) throws IOException {
        return kind(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    private static Stat lookBasic(Path file, LinkOption... options) throws IOException {
        BasicFileAttributes all = Files.readAttributes(file, BasicFileAttributes.class, options);
        return new Stat(kind(all), new LocalVersion(all.size(), nanos(all.lastModifiedTime()), 0, 0), 0);
    }

    private static Kind kind(BasicFileAttributes all) {
        if (all.isRegularFile()) {
            return Kind.FILE;
        }
        if (all.isDirectory()) {
            return Kind.DIRECTORY;
        }
        return all.isSymbolicLink() ? Kind.SYMLINK : Kind.SPECIAL;
    }

    /** Whether this is the same file with the same content: ctime is left out, as links and renames of ours move it. */
    public boolean sameContent(LocalVersion other) {
        return size == other.size && modified == other.modified && inode == other.inode;
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
