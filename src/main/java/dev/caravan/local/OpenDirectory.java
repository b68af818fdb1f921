package dev.caravan.local;

import dev.caravan.mount.PathRules;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a file, held open: what is done in it cannot go anywhere else, even if somebody puts a symbolic link in
 * its place meanwhile. On systems without such directories its name has to do.
 */
final class OpenDirectory implements Closeable {
    private final Path root;
    private final Path directory;
    private final @Nullable SecureDirectoryStream<Path> stream;

    private OpenDirectory(Path root, Path directory, @Nullable SecureDirectoryStream<Path> stream) {
        this.root = root;
        this.directory = directory;
        this.stream = stream;
    }

    /**
     * The directory of a file somewhere below a root.
     *
     * @throws ObstructedException where a symbolic link is on the way
     */
    @SuppressWarnings("StreamResourceLeak") // each is closed when the next is open, the last by close()
    static OpenDirectory of(Path root, Path file) throws IOException {
        Path directory = file.getParent() == null ? root : file.getParent();
        DirectoryStream<Path> current = Files.newDirectoryStream(root);
        for (Path segment : root.relativize(directory)) {
            if (!segment.toString().isEmpty() && current instanceof SecureDirectoryStream<Path> secure) {
                current = next(secure, segment, directory);
            }
        }
        if (current instanceof SecureDirectoryStream<Path> secure) {
            return new OpenDirectory(root, directory, secure);
        }
        current.close();
        return new OpenDirectory(root, directory, null);
    }

    private static SecureDirectoryStream<Path> next(SecureDirectoryStream<Path> current, Path segment, Path directory)
            throws IOException {
        try (current) {
            return current.newDirectoryStream(segment, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw new ChangedException("'" + directory + "' vanished");
        } catch (FileSystemException e) {
            throw new ObstructedException("'" + segment + "' in '" + directory + "' is not a directory");
        }
    }

    Path root() {
        return root;
    }

    /**
     * Moves a file from here, over whatever has the name there.
     *
     * @throws OtherFileSystemException where that would take a copy
     */
    void move(Path file, OpenDirectory target, Path targetFile) throws IOException {
        try {
            if (stream != null && target.stream != null) {
                stream.move(file.getFileName(), target.stream, targetFile.getFileName());
            } else {
                Files.move(file, targetFile, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (AtomicMoveNotSupportedException e) {
            throw new OtherFileSystemException(
                    file.toString().contains("/" + PathRules.RESERVED + "/") ? targetFile : file);
        }
    }

    /** What identifies the file of this name here; empty where there is none. */
    Optional<Object> key(Path file) throws IOException {
        try {
            return Optional.ofNullable(attributes(file).fileKey());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private BasicFileAttributes attributes(Path file) throws IOException {
        return stream == null
                ? Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                : stream.getFileAttributeView(
                                file.getFileName(), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes();
    }

    /** Removes an empty directory of this name here. */
    void deleteDirectory(Path child) throws IOException {
        if (stream == null) {
            Files.delete(child);
        } else {
            stream.deleteDirectory(child.getFileName());
        }
    }

    @Override
    public void close() throws IOException {
        if (stream != null) {
            stream.close();
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
