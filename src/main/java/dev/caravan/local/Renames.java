package dev.caravan.local;

import dev.caravan.mount.RelativePath;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Links and renames that take nobody's file away: what is there when they come is found out, not assumed. */
final class Renames {
    private static final int ATTEMPTS = 100_000;
    private static final boolean UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private Renames() {}

    /** Takes whatever is there now, and gives it back where that is not what was expected. */
    static void moveAway(Place place, Path target, Place bin, Path kept, RelativePath path, LocalVersion expected)
            throws IOException {
        try {
            place.move(target, bin, kept);
        } catch (NoSuchFileException e) {
            throw new ChangedException("'" + path + "' vanished");
        }
        if (!sameContent(LocalVersion.look(kept).version(), expected)) {
            linkOrMove(kept, place, target, path);
            throw new ChangedException("'" + path + "' changed");
        }
    }

    /**
     * Gives a file a name that must be free: a hard link is never made over an existing name, a rename may be. The link
     * must be in the directory that is held open; if its name leads elsewhere by now, the link is taken back.
     */
    static void linkOrMove(Path file, Place to, Path target, RelativePath path) throws IOException {
        try {
            Optional<Object> key =
                    Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .fileKey());
            if (!linked(file, target)) {
                Files.move(file, target);
                return;
            }
            Optional<Object> there = to.key(target);
            if (there.equals(key)) {
                Files.delete(file);
                return;
            }
            takeBack(target, file, key);
            if (there.isPresent()) {
                throw new ChangedException("'" + path + "' changed");
            }
            throw new ObstructedException("'" + path + "' would have gone through a symbolic link");
        } catch (FileAlreadyExistsException e) {
            throw new ChangedException("'" + path + "' appeared");
        }
    }

    /**
     * Removes a link that is ours from wherever its name led. Somebody may have changed that again meanwhile: then the
     * name is asked until it leads there once more, or the link is gone.
     */
    private static void takeBack(Path link, Path file, Optional<Object> key) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS && isLinkedElsewhere(file); attempt++) {
            try (DirectoryStream<Path> directory = Files.newDirectoryStream(parentOf(link))) {
                removeFrom(directory, link, key);
            } catch (NoSuchFileException | NotDirectoryException e) {
                Thread.onSpinWait();
            }
        }
    }

    /** From a directory that is held open: a name could lead to another file by the time that it is removed. */
    private static void removeFrom(DirectoryStream<Path> directory, Path link, Optional<Object> key)
            throws IOException {
        if (directory instanceof SecureDirectoryStream<Path> secure) {
            Object there = secure.getFileAttributeView(
                            link.getFileName(), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes()
                    .fileKey();
            if (Optional.ofNullable(there).equals(key)) {
                secure.deleteFile(link.getFileName());
            }
        }
    }

    private static Path parentOf(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    private static boolean isLinkedElsewhere(Path file) throws IOException {
        return !UNIX || (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1;
    }

    /** False where the file system has no hard links. */
    static boolean linked(Path existing, Path name) throws IOException {
        try {
            Files.createLink(name, existing);
            return true;
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            return false;
        }
    }

    /** ctime is left out: our own links and renames move it. */
    static boolean sameContent(LocalVersion now, LocalVersion expected) {
        return now.size() == expected.size() && now.modified() == expected.modified();
    }
}
