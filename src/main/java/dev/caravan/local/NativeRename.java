package dev.caravan.local;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Linux' {@code renameat2}, for what Java cannot say: two names that trade their files in one step, and a rename that takes
 * nobody's name. Directories are opened one below the other, so that no symbolic link is followed. See {@code rename(2)}.
 */
final class NativeRename {
    private static final int NO_REPLACE = 1;
    private static final int EXCHANGE = 2;

    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EACCES = 13;
    private static final int EEXIST = 17;
    private static final int EXDEV = 18;
    private static final int ENOTDIR = 20;
    private static final int EINVAL = 22;
    private static final int ENOSYS = 38;
    private static final int ELOOP = 40;
    private static final int EOPNOTSUPP = 95;

    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
    private static final int O_CLOEXEC = 02000000;
    private static final int O_DIRECTORY = ARM ? 040000 : 0200000;
    private static final int O_NOFOLLOW = ARM ? 0100000 : 0400000;

    private NativeRename() {}

    /** The four calls, as the C library has them. */
    interface Calls extends Library {
        int open(String path, int flags) throws LastErrorException;

        int openat(int directory, String name, int flags) throws LastErrorException;

        int renameat2(int from, String name, int to, String newName, int flags) throws LastErrorException;

        int close(int file) throws LastErrorException;
    }

    /** Loaded when it is first needed, as that takes a tenth of a second; null where there is none. */
    private static final class Loaded {
        static final @Nullable Calls CALLS = load();

        private static @Nullable Calls load() {
            boolean linux = System.getProperty("os.name").equals("Linux");
            if (!linux || !(ARM || System.getProperty("os.arch").equals("amd64"))) {
                return null;
            }
            try {
                String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
                return Native.load("c", Calls.class, Map.of(Library.OPTION_STRING_ENCODING, encoding));
            } catch (LinkageError e) {
                // such as a directory for temporary files from which nothing may be executed
                return null;
            }
        }
    }

    /**
     * Two files below a root trade places. Either is there at any moment.
     *
     * @return false where this system or file system cannot do it; nothing was done then
     * @throws NoSuchFileException where one of them is missing
     */
    static boolean exchange(Path root, Path one, Path other) throws IOException {
        return rename(root, one, other, EXCHANGE);
    }

    /**
     * Gives a file below a root another name there.
     *
     * @return false where this system or file system cannot do it; nothing was done then
     * @throws FileAlreadyExistsException where the name is taken
     */
    static boolean moveToFreeName(Path root, Path file, Path name) throws IOException {
        return rename(root, file, name, NO_REPLACE);
    }

    private static boolean rename(Path root, Path from, Path to, int flags) throws IOException {
        Calls calls = Loaded.CALLS;
        if (calls == null) {
            return false;
        }
        int source = directory(calls, root, from);
        try {
            int target = directory(calls, root, to);
            try {
                return rename(calls, source, from, target, to, flags);
            } finally {
                calls.close(target);
            }
        } finally {
            calls.close(source);
        }
    }

    private static boolean rename(Calls calls, int source, Path from, int target, Path to, int flags)
            throws IOException {
        try {
            calls.renameat2(source, name(from), target, name(to), flags);
            return true;
        } catch (LastErrorException e) {
            return switch (e.getErrorCode()) {
                case EINVAL, ENOSYS, EOPNOTSUPP -> false;
                case ENOENT -> throw new NoSuchFileException(from.toString(), to.toString(), null);
                case EEXIST -> throw new FileAlreadyExistsException(to.toString());
                case EXDEV -> throw new OtherFileSystemException(to);
                // as the JDK has it: a directory that may not be written, or a file that cannot be changed (chattr +i)
                case EPERM, EACCES -> throw new AccessDeniedException(to.toString(), from.toString(), e.getMessage());
                default -> throw new IOException("Cannot rename '" + from + "' to '" + to + "': " + e.getMessage(), e);
            };
        } catch (UnsatisfiedLinkError e) {
            return false; // a C library without it
        }
    }

    /** The directory of a file below a root, opened. */
    private static int directory(Calls calls, Path root, Path file) throws IOException {
        int flags = O_DIRECTORY | O_CLOEXEC;
        Path parent = file.getParent();
        int current;
        try {
            current = calls.open(root.toString(), flags);
        } catch (LastErrorException e) {
            throw new IOException("Cannot open directory '" + root + "': " + e.getMessage(), e);
        }
        for (Path segment : root.relativize(parent == null ? root : parent)) {
            if (!segment.toString().isEmpty()) {
                current = next(calls, current, segment.toString(), parent);
            }
        }
        return current;
    }

    private static int next(Calls calls, int current, String name, @Nullable Path directory) throws IOException {
        try {
            return calls.openat(current, name, O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
        } catch (LastErrorException e) {
            throw switch (e.getErrorCode()) {
                case ENOENT -> new ChangedException("'" + directory + "' vanished");
                case ENOTDIR, ELOOP ->
                    new ObstructedException("'" + name + "' in '" + directory + "' is not a directory");
                default -> new IOException("Cannot open directory '" + directory + "': " + e.getMessage(), e);
            };
        } finally {
            calls.close(current);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
