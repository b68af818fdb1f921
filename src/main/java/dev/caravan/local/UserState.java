package dev.caravan.local;

import dev.caravan.mount.PathRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What this user's Caravans know of folders, outside of these: a folder whose disk is not mounted cannot tell that it was
 * synchronized before. It lies in {@code $XDG_STATE_HOME/caravan}, else in {@code ~/.local/state/caravan}.
 */
public final class UserState {
    private static final int HASH = 16;

    private final Path directory;

    public UserState(Map<String, String> environment) {
        String home = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base = home.isBlank() ? Path.of(System.getProperty("user.home"), ".local", "state") : Path.of(home);
        this.directory = base.toAbsolutePath().resolve("caravan");
    }

    /** What is known here of one folder, to be changed in another directory. */
    public UserState copy(Path folder, Path other) throws IOException {
        UserState copy = new UserState(Map.of("XDG_STATE_HOME", other.toString()));
        StateDirectory.createPrivate(copy.directory);
        for (Path each : List.of(record(folder), generationFile(folder))) {
            if (Files.exists(each)) {
                Files.copy(each, copy.directory.resolve(each.getFileName()));
            }
        }
        return copy;
    }

    /** Where commands put what they need for a moment: nobody else can get at it. */
    public Path scratch() throws IOException {
        Path scratch = directory.resolve("scratch");
        StateDirectory.createPrivate(scratch);
        return scratch;
    }

    /** Where the state of a mount lies: in its folder, or here where that may not be written and its index lies elsewhere. */
    public Path stateOf(Path folder, Optional<Path> index) {
        Path inside = folder.resolve(PathRules.RESERVED);
        boolean here = index.isPresent()
                && Files.isDirectory(folder)
                && !Files.isWritable(folder)
                && !Files.isDirectory(inside, LinkOption.NOFOLLOW_LINKS);
        return here ? directory.resolve("state-" + hash(folder)) : inside;
    }

    /** What remembers a folder. */
    public Path record(Path folder) {
        return directory.resolve("folder-" + hash(folder));
    }

    /** Whether a folder was synchronized before. */
    public boolean remembers(Path folder) {
        return Files.exists(record(folder));
    }

    /** From now on this folder is known to have been synchronized. Where nothing can be written, nothing is remembered. */
    public void remember(Path folder, Instant now) {
        Path record = record(folder);
        try {
            if (!Files.exists(record)) {
                StateDirectory.createPrivate(directory);
                Files.writeString(record, folder + "\nsynchronized since " + now + "\n");
            }
        } catch (IOException e) {
            // a home without room or permission: the folder's own marker and index still protect it
        }
    }

    /** How often the index of a folder went on, as far as is known here; 0 for never. */
    public long generation(Path folder) {
        try {
            return Long.parseLong(Files.readString(generationFile(folder)).strip());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /** From now on an index of this folder that went on less often is an old one. */
    public void generation(Path folder, long generation) {
        try {
            StateDirectory.createPrivate(directory);
            Path next = directory.resolve("next-" + hash(folder));
            Files.writeString(next, generation + "\n");
            Files.move(next, generationFile(folder), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // as where no folder can be remembered: an old index is not recognized then
        }
    }

    /** Where a Caravan says how it can be reached that has this folder open. */
    public Path controlFile(Path folder) {
        return directory.resolve("control-" + hash(folder));
    }

    /** Whether any Caravan of this user says how it can be reached. */
    public boolean isAnyReachable() {
        try (Stream<Path> names = Files.list(directory)) {
            return names.anyMatch(name -> String.valueOf(name.getFileName()).startsWith("control-"));
        } catch (IOException e) {
            return false;
        }
    }

    /** The same, in a directory that is there. */
    public Path newControlFile(Path folder) throws IOException {
        StateDirectory.createPrivate(directory);
        return controlFile(folder);
    }

    private Path generationFile(Path folder) {
        return directory.resolve("index-" + hash(folder));
    }

    /**
     * Whether a folder was synchronized before, and now holds nothing, not even its own state: most likely the disk is not
     * mounted.
     */
    public boolean isEmptied(Path folder) throws IOException {
        return remembers(folder) && isEmpty(folder);
    }

    /** Whether there is nothing in a folder but what a file system or Caravan itself puts into it. */
    public static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> names = Files.list(folder)) {
            return names.map(name -> String.valueOf(name.getFileName()))
                    .allMatch(name -> name.equals("lost+found") || name.equals(PathRules.RESERVED));
        } catch (NoSuchFileException e) {
            return true;
        }
    }

    /** By its real name, as a folder may have several. */
    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder; // it is not there
        }
    }

    private static String hash(Path folder) {
        try {
            byte[] name = real(folder).toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(name))
                    .substring(0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
