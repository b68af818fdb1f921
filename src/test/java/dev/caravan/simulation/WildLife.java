package dev.caravan.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.index.IndexException;
import dev.caravan.index.Ledger;
import dev.caravan.index.Replaced;
import dev.caravan.local.StateDirectory;
import dev.caravan.local.Trash;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.testing.FaultyBlobStore;
import dev.caravan.testing.S3Server;
import dev.caravan.testing.Sync;
import dev.caravan.transfer.Checksums;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * A mount whose owner does what owners do: gives commands in any order, changes settings between two lives, mounts the disk
 * too late, swaps directories, loses the index, while colleagues write between any two requests and the store refuses in
 * every way. Of every content that anybody ever wrote this asks in the end: thrown away by somebody who had it, or still
 * somewhere? And of the two sides: equal, or every difference told? Everything follows from the seed.
 */
final class WildLife implements AutoCloseable {
    private static final int MOST_PASSES = 8;
    private static final List<String> DIRECTIONS = List.of("two-way", "two-way", "upload", "download");
    private static final Map<Integer, String> REFUSALS = Map.of(
            400, "ExpiredToken",
            401, "Unauthorized",
            403, "AccessDenied",
            404, "NoSuchUpload",
            409, "OperationAborted",
            412, "PreconditionFailed",
            416, "InvalidRange",
            500, "InternalError",
            501, "NotImplemented",
            503, "SlowDown");

    private final long seed;
    private final Random random;
    private final Habits habits;
    /** Of its own, so that the lives without twins stay what they are. */
    private final Random twins;

    private final boolean hasTwins;
    private final Path temp;
    private final Path folder;
    private final S3Server s3 = S3Server.start();
    private final Users users;
    private final Sync sync;
    private final boolean ignoresConditions;
    private final Random garbling;
    private final boolean garbles;
    /** When the requests of a day are used up in the middle of a pass: of its own stream, too. */
    private final Random budgets;

    private final boolean hasBudgets;
    /** What a person makes of conflicts: of its own stream. */
    private final Random settling;

    private final boolean settles;
    private boolean undone;
    private volatile boolean hasGarbled;
    private String direction;
    private String prefix = "p/";
    /** What an undo is to bring back, and where in the trash it lies. */
    private final Map<String, Path> coming = new HashMap<>();

    /** @param plain whether its passes are made without Camel */
    WildLife(long seed, Path temp, boolean plain) throws IOException {
        this.seed = seed;
        this.random = new Random(seed);
        this.habits = new Habits(random, 19);
        this.twins = new Random(~seed);
        this.hasTwins = twins.nextInt(4) == 0;
        this.temp = temp;
        this.folder = temp.resolve("folder");
        this.direction = DIRECTIONS.get(random.nextInt(4));
        this.sync = Sync.of(s3, folder)
                .set("s3-client", Lives.client(seed))
                .plain(plain)
                .impatient()
                .set("direction", direction)
                .set("initial-direction", pick("merge", "local", "s3", "auto"))
                .set("initial-extras", pick("keep", "trash"))
                .set("conflicts", pick("keep-both", "keep-both", "local", "s3", "newer"))
                .set("deletions", pick("mirror", "mirror", "mirror", "keep"))
                .set("deletion-limit", pick("100%", "50%", "30%"))
                .set("deletion-limit-paths", pick("0", "2"))
                .set("trash-prefix", pick("", "", "kept"))
                .set("settle", "1ms")
                .set("interval", "1ms")
                .setGlobal("transfers.concurrency", "1");
        this.ignoresConditions = random.nextInt(5) == 0;
        if (ignoresConditions) {
            s3.faults().conditions("IGNORED");
        } else {
            sync.set("conditional-writes", pick("auto", "true"));
        }
        boolean opaque = new Random(31 * ~seed).nextInt(4) == 0;
        if (opaque) {
            // of its own stream, too: ETags prove nothing, and colleagues' tools copy what metadata there are
            sync.set("etags", "opaque");
            s3.memory().keepMetadata();
        }
        // of its own stream as well: a store that stores other bytes than it gets, which only their ETag tells
        this.garbling = new Random(17 * ~seed);
        this.garbles = garbling.nextInt(4) == 0 && !opaque;
        this.budgets = new Random(13 * ~seed);
        this.settling = new Random(11 * ~seed);
        this.settles = settling.nextInt(4) == 0;
        this.hasBudgets = budgets.nextInt(4) == 0;
        this.users = new Users(random, folder, s3);
        Files.writeString(folder.resolve("always"), "always");
        s3.memory().plant(S3Server.BUCKET, "p/always", "always");
        s3.memory().plant(S3Server.BUCKET, "q/always", "always");
    }

    private String pick(String... values) {
        return values[random.nextInt(values.length)];
    }

    void run(int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            users.story().add("round " + round + ", " + direction + ", below " + prefix);
            if (random.nextInt(3) == 0) {
                sync.stop();
            }
            users.act(1 + random.nextInt(8));
            owner();
            boolean poor = hasBudgets && budgets.nextInt(3) == 0;
            if (poor) {
                set("request-budget", String.valueOf(1 + budgets.nextInt(40)));
            }
            troubled();
            if (poor) {
                set("request-budget", "unlimited");
            }
            s3.faults().heal();
            boolean wants = random.nextBoolean();
            if (wants && !hasGarbled) {
                owner(); // who moves away leaves what was garbled behind
            }
            users.act(random.nextInt(4));
            heal();
        }
    }

    /** What the owner of the mount does between two passes. */
    private void owner() throws Exception {
        if (hasTwins && twins.nextBoolean()) {
            users.swapTwins();
            return;
        }
        if (settles && settling.nextInt(3) == 0) {
            settle();
        }
        switch (habits.next()) {
            case 0 -> command("undo");
            case 1 -> command("undo", "--since", "1h");
            case 2 -> command("approve");
            case 3 -> command("reject");
            case 4 -> {
                command("held");
                users.act(2);
                command(pick("approve", "reject"));
            }
            case 5 -> otherDirection();
            case 6 -> otherPlace();
            case 7 -> set("initial-extras", pick("keep", "trash"));
            case 8 -> set("trash-size", pick("20B", "1kB", "1GB"));
            case 9 -> set("endpoint", s3.endpoint() + pick("", "/"));
            case 10 -> set("ignore", pick("*.tmp", "*.txt", "d/**"));
            case 11 -> mountTooLate();
            case 12 -> loseIndex();
            case 13 -> users.swapDirectories();
            case 14 -> {
                users.writeAlike();
                users.plantMarkers();
            }
            case 15 -> users.deleteAlike();
            case 16 -> users.useBackslashes();
            case 17 -> undoAll();
            default -> undoWithoutSources();
        }
    }

    /** Somebody settles conflicts in each way that there is, and in between people go on. */
    private void settle() throws Exception {
        if (!Files.exists(folder.resolve(".caravan/index.db"))) {
            return;
        }
        List<String> copies = sync.files().keySet().stream()
                .filter(name -> name.contains(".conflict-"))
                .sorted()
                .toList();
        for (String copy : copies) {
            String keep = List.of("file", "copy", "both", "local", "s3").get(settling.nextInt(5));
            command("conflicts", copy, "--keep", keep);
        }
    }

    /** Everything in the trash comes back, of several versions the oldest; or it is told why not. */
    private void undoAll() throws IOException {
        if (Files.exists(folder.resolve(".caravan/index.db"))) {
            command("undo", "--since", "1h");
            coming.putAll(oldestInTrash());
            leaveOutWhatIsThere();
        }
    }

    /** The store refuses an undo, and then somebody empties the trash: what cannot come back any more must be told. */
    private void undoWithoutSources() throws Exception {
        undoAll();
        if (coming.isEmpty() || direction.equals("download")) {
            return;
        }
        s3.faults().add((operation, key) -> {
            if (!List.of("LIST", "GET").contains(operation)) {
                throw FaultyBlobStore.refusal(403, "AccessDenied");
            }
        });
        sync.once();
        s3.faults().heal();
        Optional<Path> left = coming.values().stream()
                .filter(Files::exists)
                .filter(file -> !file.toString().contains("damaged"))
                .findFirst();
        users.story().add("an undo was refused, and left " + left);
        if (left.isPresent() && isPlanned(left.get())) {
            users.throwAway(Files.readString(left.get()));
            Files.delete(left.get());
            boolean succeeded = sync.once();
            coming.clear();
            assertThat(succeeded)
                    .as("a source was gone, and nothing was told, " + this)
                    .isFalse();
        }
    }

    private boolean isPlanned(Path source) throws IOException {
        try (Ledger ledger = Ledger.open(folder.resolve(".caravan/index.db"))) {
            return ledger.undo().planned().stream()
                    .anyMatch(step -> step.source().equals(source.toString()));
        } catch (IndexException e) {
            return false;
        }
    }

    private Map<String, Path> oldestInTrash() throws IOException {
        Map<String, Path> oldest = new HashMap<>();
        for (Trash.Found bin :
                StateDirectory.trashOf(folder.resolve(".caravan")).found()) {
            for (RelativePath path : bin.files()) {
                oldest.putIfAbsent(bin.side() + " " + path, bin.path().resolve(path.value()));
            }
        }
        return oldest;
    }

    /** Where the folder holds the very version that went from the bucket, an undo finds nothing missing. */
    private void leaveOutWhatIsThere() throws IOException {
        try (Ledger ledger = Ledger.open(folder.resolve(".caravan/index.db"))) {
            for (Replaced gone : ledger.replaced().since(Instant.EPOCH)) {
                Path file = folder.resolve(gone.path().value());
                if (Files.isRegularFile(file) && md5(file).equals(gone.etag())) {
                    coming.remove(Side.REMOTE + " " + gone.path());
                }
            }
        } catch (IndexException e) {
            // damaged
        }
    }

    private static String md5(Path file) throws IOException {
        return Checksums.hex(digest(Files.readAllBytes(file)));
    }

    private static MessageDigest digest(byte[] content) {
        MessageDigest md5 = Checksums.md5();
        md5.update(content);
        return md5;
    }

    private void whatWasUndoneIsBack() throws IOException {
        leaveOutWhatIsThere();
        String told = sync.command("problems");
        Set<String> left = new TreeSet<>();
        coming.forEach((path, file) -> {
            // twins that trade places bring old versions back themselves, of which an undo then finds nothing missing
            boolean mayBeBack = path.contains(" twins/");
            if (Files.exists(file) && !mayBeBack && !told.contains("brought back")) {
                left.add(path);
            }
        });
        coming.clear();
        assertThat(left).as("undone, not back, and not told, " + this).isEmpty();
    }

    private void set(String key, String value) {
        users.story().add("owner sets " + key + " = " + value);
        sync.set(key, value);
    }

    private void otherDirection() {
        direction = DIRECTIONS.get(random.nextInt(4));
        set("direction", direction);
    }

    private void otherPlace() {
        prefix = prefix.equals("p/") ? "q/" : "p/";
        users.below(prefix);
        set("prefix", prefix);
    }

    private void command(String... words) {
        undone |= words[0].equals("undo");
        String said = sync.command(words);
        users.story()
                .add("owner: " + String.join(" ", words) + " -> "
                        + said.lines().findFirst().orElse(""));
    }

    /** The disk is not there for a pass, and its place to be mounted at is empty. */
    private void mountTooLate() throws Exception {
        if (!Files.exists(folder.resolve(".caravan/index.db"))) {
            return; // a folder that is new
        }
        users.story().add("the disk is not mounted");
        sync.stop();
        Path disk = temp.resolve("disk");
        Files.move(folder, disk);
        Files.createDirectory(folder);
        users.actRemotely(random.nextInt(3));
        sync.once();
        try (Stream<Path> left = Files.walk(folder)) {
            for (Path each : left.sorted(java.util.Comparator.reverseOrder()).toList()) {
                if (Files.isRegularFile(each) && !each.toString().contains(".caravan")) {
                    throw new AssertionError("something was written where no disk is: " + each + ", " + this);
                }
                Files.delete(each);
            }
        }
        Files.move(disk, folder);
    }

    private void loseIndex() throws IOException {
        sync.stop();
        coming.clear();
        boolean damaged = random.nextBoolean();
        users.story().add("index " + (damaged ? "damaged" : "lost"));
        for (String name : List.of("index.db", "index.db-wal", "index.db-shm")) {
            Files.deleteIfExists(folder.resolve(".caravan").resolve(name));
        }
        if (damaged && Files.isDirectory(folder.resolve(".caravan"))) {
            Files.writeString(folder.resolve(".caravan/index.db"), "no index at all, but long enough".repeat(100));
        }
    }

    /** One pass with colleagues who write between any two requests, and refusals of every kind at any of them. */
    private void troubled() throws Exception {
        int failing = random.nextInt(4);
        // of thirty requests so many meet a colleague; where these are many, they act at the very object
        int acting = List.of(0, 1, 2, 12).get(random.nextInt(4));
        AtomicInteger requests = new AtomicInteger();
        AtomicBoolean acted = new AtomicBoolean();
        s3.faults().add((operation, key) -> {
            requests.incrementAndGet();
            // such a store cannot protect what comes between a look and the write: there it is the first attempt that
            // meets it
            boolean unprotected =
                    ignoresConditions && !List.of("LIST", "HEAD", "GET").contains(operation);
            boolean refuses = random.nextInt(12) < failing || (unprotected && random.nextInt(4) == 0);
            if ((!unprotected || refuses)
                    && random.nextInt(30) < acting
                    && (acting > 2 || !acted.getAndSet(random.nextBoolean()))) {
                users.story().add("during " + operation + " " + key);
                if ((acting > 2 || random.nextBoolean()) && !operation.equals("LIST")) {
                    users.actAt(key);
                } else {
                    users.act(1);
                }
            }
            if (refuses) {
                int any = List.copyOf(new TreeSet<>(REFUSALS.keySet())).get(random.nextInt(REFUSALS.size()));
                // a store that ignores conditions does not speak of them, and where it denies what it holds nothing
                // helps
                boolean unhelpful = any == 412 || (any == 404 && operation.equals("HEAD"));
                int status = unhelpful && ignoresConditions ? 409 : any;
                users.story().add("refused " + status + ": " + operation + " " + key);
                throw FaultyBlobStore.refusal(status, REFUSALS.get(status));
            }
        });
        // where nothing else goes wrong: who never learns of a garbled object cannot know that it is his
        boolean garblesNow = garbles && failing == 0 && acting == 0;
        hasGarbled = false;
        s3.faults().wayIn((key, content) -> garblesNow && garbling.nextInt(2) == 0 ? garbled(content) : content);
        boolean shortPages = random.nextInt(5) == 0;
        s3.faults().list((request, page) -> shortPages ? beginning(page) : page);
        s3.faults().addLate((operation, key) -> {
            if (random.nextInt(20) < failing) {
                users.story().add("answer lost of " + operation + " " + key);
                throw FaultyBlobStore.refusal(500, "InternalError");
            }
        });
        sync.pass();
        users.story().add("a troubled pass of " + requests + " requests" + (shortPages ? ", with short pages" : ""));
    }

    /** In capitals, so that nobody wrote it. */
    private InputStream garbled(InputStream content) {
        hasGarbled = true;
        try (content) {
            String text = new String(content.readAllBytes(), StandardCharsets.UTF_8);
            return new ByteArrayInputStream(text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A short page. */
    private static ListObjectsV2Response beginning(ListObjectsV2Response page) {
        if (page.contents().size() <= 2) {
            return page;
        }
        return page.toBuilder()
                .contents(page.contents().subList(0, 2))
                .isTruncated(true)
                .nextContinuationToken(page.contents().get(1).key())
                .build();
    }

    private void heal() throws Exception {
        boolean idle = false;
        boolean succeeded = false;
        for (int pass = 0; pass < MOST_PASSES && !idle; pass++) {
            s3.faults().counted();
            Set<String> trash = trash();
            succeeded = sync.pass();
            assertThat(everywhere())
                    .as("what lies in the trash stays there for a day, " + this)
                    .containsAll(trash);
            Map<String, Integer> requests = s3.faults().counted();
            users.story().add("healing " + (succeeded ? "succeeded: " : "failed: ") + requests);
            idle = succeeded && requests.keySet().equals(Set.of("LIST"));
        }
        nothingIsLost();
        if (!idle) {
            // what cannot be done for ever is told: a trash that is full, an undo that has nowhere to go
            assertThat(sync.command("problems") + sync.command("held"))
                    .as("not idle after " + MOST_PASSES + " passes, and nothing is told, " + this)
                    .containsAnyOf(
                            "trash",
                            "brought back",
                            "is held",
                            "deletions held",
                            "deletion held",
                            "archived",
                            "arrived with");
            set("trash-size", "1GB");
            sync.once();
            nothingIsLost();
        }
        if (idle) {
            whatWasUndoneIsBack();
        }
        nothingComesFromNobody(succeeded);
        if (succeeded) {
            backslashesAreTold();
        }
        if (succeeded && direction.equals("two-way")) {
            everyDifferenceIsTold();
        }
    }

    /** What a store garbled never reaches the folder, and is sent again as long as that takes. */
    private void nothingComesFromNobody(boolean succeeded) throws IOException {
        if (undone) {
            return; // a copy of a garbled object may be what comes back
        }
        assertThat(sync.files().values())
                .as("contents that nobody wrote, " + this)
                .noneMatch(content -> content.startsWith("CONTENT"));
        if (succeeded) {
            assertThat(s3.contents(prefix).values())
                    .as("contents that nobody wrote, " + this)
                    .noneMatch(content -> content.startsWith("CONTENT"));
        }
    }

    private void backslashesAreTold() throws IOException {
        if (!users.usesBackslashes() || direction.equals("download")) {
            return;
        }
        assertThat(sync.command("problems"))
                .as("neither synchronized nor told, " + this)
                .contains("\\");
    }

    private void nothingIsLost() throws IOException {
        assertThat(everywhere()).as("everything wanted, " + this).containsAll(users.wanted());
    }

    private Set<String> everywhere() throws IOException {
        Set<String> kept = new HashSet<>(sync.files().values());
        kept.addAll(s3.memory().contents(S3Server.BUCKET).values());
        kept.addAll(trash());
        return kept;
    }

    private Set<String> trash() throws IOException {
        Set<String> kept = new HashSet<>();
        Path trash = folder.resolve(".caravan/trash");
        if (Files.isDirectory(trash)) {
            try (Stream<Path> all = Files.walk(trash)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    kept.add(Files.readString(file));
                }
            }
        }
        return kept;
    }

    private void everyDifferenceIsTold() throws IOException {
        Map<String, String> local = sync.files();
        Map<String, String> remote = s3.contents(prefix);
        String told = sync.command("held") + sync.command("problems") + sync.command("doctor");
        Set<String> unlike = new TreeSet<>();
        local.forEach((path, content) -> {
            if (remote.containsKey(path) && !remote.get(path).equals(content) && !isHidden(path)) {
                unlike.add(path);
            }
        });
        assertThat(unlike.isEmpty()
                        || told.contains("unlike on purpose")
                        || unlike.stream().allMatch(told::contains))
                .as("unlike and not told: " + unlike + ", " + this)
                .isTrue();
    }

    private static boolean isHidden(String path) {
        return path.endsWith(".txt") || path.startsWith("d/");
    }

    @Override
    public String toString() {
        return "wild seed " + seed + "L\n" + String.join("\n", users.story());
    }

    @Override
    public void close() {
        try {
            sync.close();
        } finally {
            s3.close();
        }
    }
}
