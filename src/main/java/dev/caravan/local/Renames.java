package dev.caravan.local;

import dev.caravan.mount.LocalVersion;
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
import java.nio.file.StandardCopyOption;
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
    static void moveAway(
            OpenDirectory place, Path target, OpenDirectory bin, Path kept, RelativePath path, LocalVersion expected)
            throws IOException {
        try {
            place.move(target, bin, kept);
        } catch (NoSuchFileException e) {
            throw new ChangedException("'" + path + "' vanished");
        }
        if (!FileStat.of(kept).version().sameContent(expected)) {
            linkOrMove(kept, place, target, path);
            throw new ChangedException("'" + path + "' changed");
        }
    }

    /**
     * Puts a new file in place of the expected one, which then lies where it is kept. Either has a name at any moment: where
     * the system can, the two trade places in one step, and what came out is looked at; else what is there is moved away
     * first.
     */
    static void replace(Path root, Path partial, Path target, Path kept, RelativePath path, LocalVersion expected)
            throws IOException {
        LocalVersion put = FileStat.of(partial).version();
        Files.move(partial, kept, StandardCopyOption.ATOMIC_MOVE);
        if (!exchanged(root, partial, kept, target, path)) {
            try (OpenDirectory place = OpenDirectory.of(root, target);
                    OpenDirectory bin = OpenDirectory.of(root, kept)) {
                moveAway(place, target, bin, kept, path, expected);
                linkOrMove(partial, place, target, path);
            }
            return;
        }
        if (!isThere(kept, expected)) {
            giveBack(root, partial, kept, target, put);
            throw new ChangedException("'" + path + "' changed");
        }
    }

    private static boolean exchanged(Path root, Path partial, Path kept, Path target, RelativePath path)
            throws IOException {
        boolean exchanged = false;
        try {
            exchanged = NativeRename.exchange(root, kept, target);
        } catch (NoSuchFileException e) {
            throw new ChangedException("'" + path + "' vanished");
        } finally {
            if (!exchanged) {
                Files.move(kept, partial, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return exchanged;
    }

    private static boolean isThere(Path file, LocalVersion expected) throws IOException {
        FileStat seen = FileStat.of(file);
        return seen.kind() == FileStat.Kind.FILE && seen.version().sameContent(expected);
    }

    /** What came out is somebody's, who saved it a moment ago: it goes back, unless that somebody was here again. */
    private static void giveBack(Path root, Path partial, Path kept, Path target, LocalVersion put) throws IOException {
        NativeRename.exchange(root, kept, target);
        if (isThere(kept, put)) {
            Files.move(kept, partial, StandardCopyOption.ATOMIC_MOVE);
        } else {
            // the newest save keeps the name, the one before lies in the trash
            NativeRename.exchange(root, kept, target);
        }
    }

    /**
     * Gives a file a name that must be free: a hard link is never made over an existing name, a rename may be. The link
     * must be in the directory that is held open; if its name leads elsewhere by now, the link is taken back.
     */
    static void linkOrMove(Path file, OpenDirectory to, Path target, RelativePath path) throws IOException {
        try {
            Optional<Object> key =
                    Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .fileKey());
            if (!linked(file, target)) {
                moveWithoutLink(file, to, target);
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

    /** For file systems without hard links. */
    private static void moveWithoutLink(Path file, OpenDirectory to, Path target) throws IOException {
        if (NativeRename.moveToFreeName(to.root(), file, target)) {
            return;
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        try (OpenDirectory from = OpenDirectory.of(to.root(), file)) {
            from.move(file, to, target);
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
        } catch (UnsupportedOperationException e) {
            return false;
        } catch (FileSystemException e) {
            if (String.valueOf(e.getReason()).contains("cross-device")) {
                throw new OtherFileSystemException(name);
            }
            return false;
        }
    }
}
