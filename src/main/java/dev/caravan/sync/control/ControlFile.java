package dev.caravan.sync.control;

import dev.caravan.local.StateDirectory;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * How a running Caravan can be reached, as a file says that nobody but its user can read.
 *
 * @param port on the loopback address
 * @param token that each request has to show
 * @param process the number of the process
 */
public record ControlFile(int port, String token, long process) {
    void write(Path file) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        StateDirectory.createPrivateFile(next);
        if (!isPrivate(next)) {
            Files.delete(next);
            throw new IOException(
                    "'" + file.getParent() + "' lies on a file system where others can read whatever is written");
        }
        Files.writeString(next, "port=" + port + "\ntoken=" + token + "\nprocess=" + process + "\n");
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isPrivate(Path file) throws IOException {
        try {
            return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS).stream()
                    .allMatch(permission -> permission.name().startsWith("OWNER"));
        } catch (UnsupportedOperationException e) {
            return true; // such as Windows, where it lies below the user's own directory
        }
    }

    /** Whether its process is there, or another one of that number. */
    boolean isAlive() {
        return ProcessHandle.of(process).isPresent();
    }

    /** Removes a file, unless another Caravan has written it meanwhile. */
    void remove(Path file) throws IOException {
        if (read(file).filter(this::equals).isPresent()) {
            Files.deleteIfExists(file);
        }
    }

    /** What a file says; empty if there is none, or it is none of ours. */
    static Optional<ControlFile> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return Optional.of(new ControlFile(
                    Integer.parseInt(properties.getProperty("port", "")),
                    properties.getProperty("token", ""),
                    Long.parseLong(properties.getProperty("process", ""))));
        } catch (NoSuchFileException | AccessDeniedException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
