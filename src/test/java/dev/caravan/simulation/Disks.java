package dev.caravan.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A disk that is mounted inside of a folder, really, where the machine allows it; elsewhere there is none. */
final class Disks implements AutoCloseable {
    private final Path place;
    private final Path disk;
    private final Path other;
    private boolean ownFileSystem;
    private boolean mounted;
    private boolean away;
    private @Nullable Path stale;

    /**
     * @param place where it is mounted
     * @param random says whether there is one, and whether it is a file system of its own
     */
    Disks(Path temp, Path place, Random random) throws IOException {
        this.place = place;
        this.disk = temp.resolve("disk");
        this.other = temp.resolve("other-disk");
        boolean wanted = random.nextBoolean();
        boolean own = random.nextBoolean();
        if (wanted && System.getProperty("user.name").equals("root")) {
            mount(own);
        }
    }

    private void mount(boolean own) throws IOException {
        Files.createDirectories(place);
        Files.createDirectories(disk);
        Files.createDirectories(other);
        ownFileSystem = own && run("mount", "-t", "tmpfs", "tmpfs", disk.toString());
        mounted = run("mount", "--bind", disk.toString(), place.toString());
    }

    boolean isMounted() {
        return mounted;
    }

    /** Whether its place shows something else now. */
    boolean isAway() {
        return away;
    }

    /** Takes it away; says what is in its place. */
    String takeAway(Random random) throws IOException {
        run("umount", place.toString());
        away = true;
        return switch (random.nextInt(3)) {
            case 0 -> "not mounted";
            case 1 -> {
                run("mount", "--bind", other.toString(), place.toString());
                yield "another one, with " + contents(other).size() + " files";
            }
            default -> {
                stale = place.resolve("f" + random.nextInt(12));
                Files.writeString(stale, "stale " + random.nextInt(1_000));
                yield "not mounted, and something old lies below its place";
            }
        };
    }

    /** Puts it back; returns the file below its place that cannot be seen any more, if there is one. */
    Optional<Path> putBack() throws IOException {
        run("umount", place.toString());
        Files.createDirectories(place); // its last file may have gone, and it with that
        if (!run("mount", "--bind", disk.toString(), place.toString())) {
            throw new IOException("cannot mount " + place);
        }
        away = false;
        Optional<Path> hidden = Optional.ofNullable(stale).filter(file -> !Files.exists(file));
        stale = null;
        return hidden;
    }

    /** What lies on disks that are not mounted now. */
    Set<String> contents() throws IOException {
        Set<String> all = new HashSet<>();
        if (mounted) {
            all.addAll(contents(disk));
            all.addAll(contents(other));
        }
        return all;
    }

    /** What lies in a directory and those in it. */
    Set<String> contents(Path directory) throws IOException {
        Set<String> all = new HashSet<>();
        if (!Files.isDirectory(directory)) {
            return all;
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                all.add(Files.readString(file));
            }
        }
        return all;
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no such command
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        if (mounted) {
            run("umount", place.toString());
        }
        if (ownFileSystem) {
            run("umount", disk.toString());
        }
    }
}
