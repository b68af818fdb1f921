package dev.caravan.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.local.UserState;
import dev.caravan.testing.S3Server;
import dev.caravan.testing.Sync;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.S3Exceptions;

/**
 * One life of a mount: people act on both sides, also while a pass goes on; requests fail, before or after they took
 * effect; content is torn; the program is killed at a request; the index is lost. After each healing nothing may be lost,
 * both sides must agree, and a further pass must be idle. Everything follows from the seed.
 */
final class Simulation implements AutoCloseable {
    private static final int MOST_PASSES = 6;
    private static final String BROKEN = ".aside";

    private final long seed;
    private final Random random;
    private final Random breaking;
    /** Of its own, so that the lives whose index takes everything stay what they are. */
    private final Random filling;

    private final boolean indexFills;
    private final Path temp;
    private final Path folder;
    private final S3Server s3 = S3Server.start();
    private final Users users;
    private final String direction;
    private final String deletions;
    private final Sync sync;
    private final boolean ignoresConditions;
    private boolean indexLost;

    /** @param plain whether its passes are made without Camel */
    Simulation(long seed, Path temp, boolean plain) throws IOException {
        this.seed = seed;
        this.random = new Random(seed);
        this.breaking = new Random(~seed);
        this.filling = new Random(31 * ~seed);
        this.indexFills = filling.nextInt(4) == 0;
        this.temp = temp;
        this.folder = temp.resolve("folder");
        this.direction = List.of("two-way", "two-way", "upload", "download").get(random.nextInt(4));
        this.deletions = random.nextInt(5) == 0 ? "keep" : "mirror";
        this.sync = Sync.of(s3, folder)
                .set("s3-client", Lives.client(seed))
                .plain(plain)
                .impatient()
                .set("direction", direction)
                .set("deletions", deletions)
                .set(
                        "conflicts",
                        List.of("keep-both", "keep-both", "local", "s3", "newer")
                                .get(random.nextInt(5)))
                .set(
                        "initial-direction",
                        List.of("merge", "local", "s3", "auto").get(random.nextInt(4)))
                .set("deletion-limit", "100%")
                .set("settle", "1ms")
                .setGlobal("transfers.concurrency", "1")
                .setGlobal("transfers.multipart-threshold", random.nextBoolean() ? "16MB" : "5MB");
        this.ignoresConditions = random.nextInt(4) == 0;
        if (ignoresConditions) {
            s3.faults().conditions("IGNORED");
        }
        this.users = new Users(random, folder, s3);
        Files.writeString(folder.resolve("always"), "always");
        Files.writeString(temp.resolve("canary"), "canary");
        s3.memory().plant(S3Server.BUCKET, "p/always", "always");
    }

    /** Lives for so many rounds. */
    void run(int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            users.story().add("round " + round + ", " + direction + ", deletions " + deletions);
            users.act(random.nextInt(8));
            troubled();
            s3.faults().heal();
            heal();
        }
        users.story().add("passes that do not list");
        unlisted();
        s3.faults().heal();
        heal();
    }

    /** Some passes of a program that goes on, of which the first alone lists the bucket by itself; people act between them. */
    private void unlisted() {
        AtomicInteger left = new AtomicInteger(4);
        int failing = random.nextInt(3);
        s3.faults().add((operation, key) -> {
            // a list that fails is waited for, for a second at least
            if (!operation.equals("LIST") && random.nextInt(10) < failing) {
                throw S3Exceptions.fromStatusCode(possible(List.of(403, 412).get(random.nextInt(2))));
            }
        });
        sync.set("list-interval", "1h")
                .set("interval", "1ms")
                .betweenPasses(() -> {
                    if (left.getAndDecrement() > 0) {
                        users.act(1 + random.nextInt(3));
                    }
                })
                .start();
        sync.await(() -> left.get() < 0);
        sync.stop();
        sync.set("list-interval", "0s").betweenPasses(() -> {});
    }

    /** A store that does not look at conditions never says that one does not hold. */
    private int possible(int status) {
        return status == 412 && ignoresConditions ? 409 : status;
    }

    /** One pass with people acting, requests failing, and perhaps a kill. */
    private void troubled() throws Exception {
        int failing = random.nextInt(4);
        int actAt = random.nextInt(25);
        int killAt = random.nextInt(3) == 0 ? 1 + random.nextInt(30) : Integer.MAX_VALUE;
        int breakAt = breaking.nextInt(4) == 0 ? breaking.nextInt(20) : Integer.MAX_VALUE;
        AtomicInteger requests = new AtomicInteger();
        AtomicBoolean acted = new AtomicBoolean();
        Path image = temp.resolve("image");
        UserState state = new UserState(System.getenv());
        AtomicLong generation = new AtomicLong();
        s3.faults().add((operation, key) -> {
            int number = requests.incrementAndGet();
            // between the HEAD and the write nothing can protect a store that ignores conditions
            boolean unprotected =
                    ignoresConditions && !List.of("LIST", "HEAD", "GET").contains(operation);
            if (number >= actAt && number < killAt && !unprotected && !acted.getAndSet(true)) {
                users.story().add("during " + operation + " " + key);
                users.act(1 + random.nextInt(3));
            }
            if (number == breakAt && number < killAt) {
                breakDisk();
            }
            if (number == killAt) {
                users.story().add("killed before " + operation + " " + key);
                copyWhole(folder, image);
                generation.set(state.generation(folder));
            }
            if (number >= killAt) {
                throw S3Exceptions.fromStatusCode(403);
            }
            if (random.nextInt(10) < failing) {
                throw S3Exceptions.fromStatusCode(
                        possible(List.of(500, 503, 403, 412).get(random.nextInt(4))));
            }
        });
        s3.faults().addLate((operation, key) -> {
            if (requests.get() >= killAt) {
                return;
            }
            if (random.nextInt(12) < failing) {
                users.story().add("answer lost of " + operation + " " + key);
                throw S3Exceptions.fromStatusCode(500);
            }
        });
        s3.faults().way((key, content) -> random.nextInt(12) < failing ? torn(content) : content);
        if (indexFills && filling.nextBoolean()) {
            users.story().add("the index takes nothing");
            fillIndex(
                    "create trigger if not exists full before insert on entry begin select raise(abort, 'full'); end");
        }
        sync.once();
        if (requests.get() >= killAt) {
            wakeUpAs(image);
            state.generation(folder, generation.get());
        }
        fillIndex("drop trigger if exists full");
        repairDisk();
        if (random.nextInt(10) == 0) {
            users.story().add("index lost");
            indexLost = true;
            for (String name : List.of("index.db", "index.db-wal", "index.db-shm")) {
                Files.deleteIfExists(folder.resolve(".caravan").resolve(name));
            }
        }
    }

    /** Of what other processes see of an index a trigger is enough to have its writes fail, as on a full disk. */
    private void fillIndex(String statement) throws IOException {
        Path index = folder.resolve(".caravan/index.db");
        if (!indexFills || !Files.exists(index)) {
            return;
        }
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + index);
                Statement run = other.createStatement()) {
            run.execute(statement);
        } catch (SQLException e) {
            users.story().add("no trigger: " + e.getMessage()); // an index without tables
        }
    }

    /** From now on partials cannot be written, or nothing can be put into the trash, or the index has gone from the disk. */
    private void breakDisk() {
        Path state = folder.resolve(".caravan");
        String what = List.of("partial", "trash", "index.db").get(breaking.nextInt(3));
        users.story().add("broken from now on: " + what);
        try {
            if (what.equals("index.db")) {
                indexLost = true;
                Files.deleteIfExists(state.resolve(what));
            } else {
                if (Files.exists(state.resolve(what))) {
                    Files.move(state.resolve(what), state.resolve(what + BROKEN));
                }
                Files.writeString(state.resolve(what), "not a directory");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void repairDisk() throws IOException {
        for (String what : List.of("partial", "trash")) {
            Path broken = folder.resolve(".caravan").resolve(what);
            if (Files.isRegularFile(broken)) {
                Files.delete(broken);
            }
            Path aside = broken.resolveSibling(what + BROKEN);
            if (Files.exists(aside)) {
                Files.move(aside, broken);
            }
        }
    }

    private InputStream torn(InputStream content) {
        try (content) {
            byte[] all = content.readAllBytes();
            if (random.nextBoolean() && all.length > 0) {
                all[random.nextInt(all.length)] ^= 1;
                return new ByteArrayInputStream(all);
            }
            return new ByteArrayInputStream(Arrays.copyOf(all, all.length / 2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder as a kill left it: what the dying program still did is undone; a directory stays the one it is. */
    private void wakeUpAs(Path image) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)
                        || !Files.isDirectory(image.resolve(folder.relativize(each)), LinkOption.NOFOLLOW_LINKS)) {
                    Files.delete(each);
                }
            }
        }
        copy(image, folder);
        clear(image);
        Files.delete(image);
    }

    private static void clear(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!each.equals(directory)) {
                    Files.delete(each);
                }
            }
        }
    }

    /** Again, where something vanished while it was copied: half an image would be a folder that nobody had. */
    private static void copyWhole(Path from, Path to) {
        for (int attempt = 1; ; attempt++) {
            try {
                copy(from, to);
                return;
            } catch (UncheckedIOException e) {
                if (attempt == 20) {
                    throw e;
                }
            }
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path target = to.resolve(from.relativize(each).toString());
                if (!Files.exists(target)) {
                    Files.copy(each, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void heal() throws Exception {
        boolean idle = false;
        for (int pass = 0; pass < MOST_PASSES && !idle; pass++) {
            s3.faults().counted();
            boolean succeeded = sync.once();
            Map<String, Integer> requests = s3.faults().counted();
            users.story().add("healing " + (succeeded ? "succeeded: " : "failed: ") + requests);
            idle = succeeded && requests.keySet().equals(Set.of("LIST"));
        }
        assertThat(idle).as("idle after " + MOST_PASSES + " passes, " + this).isTrue();
        if (!sync.command("held").contains("No deletion")) {
            // a directory that is empty and another one than before
            users.story()
                    .add("approved: "
                            + sync.command("approve").lines().findFirst().orElse(""));
            sync.once();
            sync.once();
        }
        Map<String, String> local = sync.files();
        Map<String, String> remote = remote();
        assertAgreement(local, remote);
        Set<String> kept = new HashSet<>(local.values());
        kept.addAll(remote.values());
        kept.addAll(trashed());
        assertThat(kept).as("everything wanted, " + this).containsAll(users.wanted());
        assertThat(temp.resolve("canary")).hasContent("canary");
        try (Stream<Path> beside = Files.list(temp)) {
            assertThat(beside).hasSize(2);
        }
    }

    private Map<String, String> remote() {
        Map<String, String> all = new TreeMap<>();
        s3.memory().contents(S3Server.BUCKET).forEach((key, content) -> all.put(key.substring(2), content));
        return all;
    }

    private void assertAgreement(Map<String, String> local, Map<String, String> remote) {
        // a key that is also a directory of other keys cannot be a file
        Map<String, String> files = new TreeMap<>(remote);
        files.keySet().removeIf(key -> remote.keySet().stream().anyMatch(other -> other.startsWith(key + "/")));
        files.keySet().removeIf(key -> Files.isDirectory(folder.resolve(key)));
        files.keySet().removeIf(this::isBehindAFileOfTheFolderAlone);
        files.keySet().removeIf(key -> !local.containsKey(key) && isToldToBeOutOfReach(key));
        if (deletions.equals("keep") || indexLost) {
            local.forEach((path, content) -> {
                if (files.containsKey(path)) {
                    assertThat(files.get(path)).as(path + ", " + this).isEqualTo(content);
                }
            });
            return;
        }
        switch (direction) {
            case "two-way" -> assertThat(local).as(toString()).isEqualTo(files);
            case "upload" -> {
                assertThat(remote).as(toString()).containsAllEntriesOf(local);
                files.forEach((key, content) -> assertThat(local.containsKey(key) || users.isRemote(content))
                        .as("who left " + key + " = " + content + ", " + this)
                        .isTrue());
            }
            default -> {
                assertThat(local.keySet()).as(toString()).containsAll(files.keySet());
                files.forEach((key, content) -> assertThat(local).as(toString()).containsEntry(key, content));
            }
        }
    }

    /** Below a directory that is another one than before, and empty, nothing is put in place. */
    private boolean isToldToBeOutOfReach(String key) {
        return sync.command("problems").contains(key + "  left alone because it cannot be reached: ");
    }

    /** That is for people to settle: it must be among the problems. */
    private boolean isBehindAFileOfTheFolderAlone(String key) {
        for (int slash = key.indexOf('/'); slash > 0; slash = key.indexOf('/', slash + 1)) {
            if (Files.isRegularFile(folder.resolve(key.substring(0, slash)))) {
                if (deletions.equals("keep") || direction.equals("upload")) {
                    // objects that stay, or that are somebody else's, on purpose
                    return true;
                }
                assertThat(sync.command("problems")).as(toString()).contains(key + "  left alone because it");
                return true;
            }
        }
        return false;
    }

    private Set<String> trashed() throws IOException {
        Set<String> contents = new HashSet<>();
        Path trash = folder.resolve(".caravan/trash");
        if (Files.isDirectory(trash)) {
            try (Stream<Path> all = Files.walk(trash)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    contents.add(Files.readString(file));
                }
            }
        }
        return contents;
    }

    @Override
    public String toString() {
        return "seed " + seed + "L\n" + String.join("\n", users.story());
    }

    @Override
    public void close() {
        sync.close();
        s3.close();
    }
}
