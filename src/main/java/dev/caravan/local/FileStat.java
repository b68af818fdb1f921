package dev.caravan.local;

import dev.caravan.mount.LocalVersion;
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
 * What lies at a path, with its version where it is a file.
 *
 * @param device of its file system; 0 where there is none
 */
public record FileStat(Kind kind, LocalVersion version, long device) {
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int SYMLINK = 0120000;

    /** What can lie at a path. */
    public enum Kind {
        FILE,
        DIRECTORY,
        SYMLINK,
        /** A FIFO, socket or device: never opened. */
        SPECIAL
    }

    /** One system call; a symbolic link is seen as itself. */
    public static FileStat of(Path file) throws IOException {
        return UNIX ? lookUnix(file, LinkOption.NOFOLLOW_LINKS) : lookBasic(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** As {@link #of}, but a symbolic link is seen as what it leads to. */
    public static FileStat through(Path file) throws IOException {
        return UNIX ? lookUnix(file) : lookBasic(file);
    }

    private static final boolean UNIX =
            java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private static FileStat lookUnix(Path file, LinkOption... options) throws IOException {
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
        return new FileStat(kind, version, attribute(all, "dev", Long.class));
    }

    private static <T> T attribute(Map<String, Object> all, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(all.get(name), name));
    }

    /** What lies at a path, where its version does not matter; a symbolic link is seen as itself. */
    public static Kind kindOf(Path file) throws IOException {
        return kindOf(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    private static FileStat lookBasic(Path file, LinkOption... options) throws IOException {
        BasicFileAttributes all = Files.readAttributes(file, BasicFileAttributes.class, options);
        return new FileStat(kindOf(all), new LocalVersion(all.size(), nanos(all.lastModifiedTime()), 0, 0), 0);
    }

    private static Kind kindOf(BasicFileAttributes all) {
        if (all.isRegularFile()) {
            return Kind.FILE;
        }
        if (all.isDirectory()) {
            return Kind.DIRECTORY;
        }
        return all.isSymbolicLink() ? Kind.SYMLINK : Kind.SPECIAL;
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
