package dev.caravan.sync.plan;

import dev.caravan.index.Index;
import dev.caravan.index.IndexException;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.UserState;
import dev.caravan.mount.Mount;
import dev.caravan.sync.session.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies of all that a mount remembers, for a pass that changes nothing else. They go when it is closed. */
final class Scratch implements AutoCloseable {
    private static final String NAME = "caravan-plan-";

    /** How long it may take from making it to locking it: an index is copied meanwhile. */
    private static final Duration YOUNG = Duration.ofHours(1);

    private final Mount mount;
    private final UserState user;
    private final Path directory;

    private Scratch(Mount mount, UserState user, Path directory) {
        this.mount = mount;
        this.user = user;
        this.directory = directory;
    }

    /** Copies the index of a mount, which may be in use. */
    static Scratch of(Mount mount, Environment environment) throws IOException {
        UserState user = environment.user();
        Scratch scratch =
                new Scratch(mount, user, directory(user, environment.clock().instant()));
        try {
            scratch.copyIndex();
            return scratch;
        } catch (IOException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    /** Below the user's state; where that cannot be written, as in many containers, where the system keeps what is temporary. */
    private static Path directory(UserState user, Instant now) throws IOException {
        Path scratches;
        try {
            scratches = user.scratch();
            sweep(scratches, now);
        } catch (IOException e) {
            return Files.createTempDirectory(NAME);
        }
        return Files.createTempDirectory(scratches, NAME);
    }

    /** Removes what commands left that were killed. */
    private static void sweep(Path scratches, Instant now) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(scratches, NAME + "*")) {
            for (Path each : left) {
                try {
                    if (isLeft(each, now)) {
                        remove(each);
                    }
                } catch (IOException | UncheckedIOException e) {
                    // somebody removes it now
                }
            }
        }
    }

    /** Whether nobody works with it: whoever does has its state locked, or has only just made it. */
    private static boolean isLeft(Path scratch, Instant now) throws IOException {
        Instant made =
                Files.getLastModifiedTime(scratch, LinkOption.NOFOLLOW_LINKS).toInstant();
        return Files.isDirectory(scratch, LinkOption.NOFOLLOW_LINKS)
                && made.isBefore(now.minus(YOUNG))
                && !StateDirectory.isOpen(scratch.resolve("state"));
    }

    private void copyIndex() throws IOException {
        Files.createDirectory(directory.resolve("state"));
        Path index = mount.index().orElse(StateDirectory.indexFile(real()));
        if (Files.exists(index)) {
            try {
                Index.copy(index, index());
            } catch (IndexException e) {
                if (!e.damaged()) {
                    throw e;
                }
                Files.deleteIfExists(index()); // the pass would build it anew
            }
        }
    }

    private Path real() {
        return user.stateOf(mount.folder(), mount.index());
    }

    private Path index() {
        return directory.resolve("index.db");
    }

    /** The mount, with the copy as its index. */
    Mount mount() {
        return mount.withIndex(index());
    }

    /** The same, with a copy of what is known of the user's folders. */
    Environment environment(Environment real) throws IOException {
        return new Environment(
                real.parallel(),
                real.sizes(),
                real.typeOfName(),
                real.conflictNames(),
                user.copy(mount.folder(), directory),
                real.clock());
    }

    /** The state of the folder, as it is now. */
    StateDirectory state(long trashBytes) throws IOException {
        return StateDirectory.copy(real(), directory.resolve("state"), trashBytes);
    }

    @Override
    public void close() throws IOException {
        remove(directory);
    }

    private static void remove(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
