package dev.caravan.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.index.Held;
import dev.caravan.index.IndexException;
import dev.caravan.index.Ledger;
import dev.caravan.mount.Side;
import dev.caravan.testing.S3Server;
import dev.caravan.testing.Sync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A mount from which files vanish in all ways: people delete few or many, in drips or at once, on either side, some of them
 * alike; disks inside of the folder are unmounted, or other ones; the folder is empty, or a copy with files missing; the prefix is
 * mistyped, the index lost, a first run finds extras. Of everything that Caravan deletes this asks: did a person want it, and
 * was a person asked where it was much? Everything follows from the seed.
 */
final class DeletionLife implements AutoCloseable {
    private final long seed;
    private final Random random;
    private final Habits habits;
    private final Deleters people;
    private final Plots plots;
    private final Path temp;
    private final Path folder;
    private final S3Server s3 = S3Server.start();
    private final Sync sync;
    private final List<String> story = new ArrayList<>();
    private final Disks disks;
    private final DeletionOracle oracle;
    private final Set<String> listed = new HashSet<>();
    /** What had a verdict that is not carried out yet, and may get another one. */
    private final Set<String> decided = new HashSet<>();

    private final int limit;
    private String deletions;
    private final int daysWrong;
    private boolean clockIsWrong;
    private int copies;

    /** @param plain whether its passes are made without Camel */
    DeletionLife(long seed, Path temp, boolean plain) throws IOException {
        this.seed = seed;
        this.random = new Random(seed);
        this.habits = new Habits(random, 18, 0, 2);
        this.plots = new Plots(seed, this);
        this.temp = temp;
        this.folder = temp.resolve("folder");
        int any = List.of(100, 50, 30, 10).get(random.nextInt(4));
        this.limit = plots.areStrange() ? 100 : any;
        this.deletions = random.nextInt(5) == 0 ? "keep" : "mirror";
        this.disks = new Disks(temp, folder.resolve("disk"), random);
        this.daysWrong = List.of(-400, -40, 40, 400).get(random.nextInt(4));
        String direction = pick("two-way", "two-way", "upload", "download");
        this.oracle = new DeletionOracle(limit, direction);
        this.sync = Sync.of(s3, folder)
                .set("s3-client", Lives.client(seed))
                .plain(plain)
                .impatient()
                .set("direction", direction)
                .set("initial-direction", pick("merge", "local", "s3", "auto"))
                .set("deletions", deletions)
                .set("deletion-limit", limit + "%")
                .set("deletion-limit-paths", String.valueOf(DeletionOracle.FREE_PATHS))
                .set("settle", "1ms")
                .set("interval", "1ms")
                .setGlobal("transfers.concurrency", "1");
        this.people = new Deleters(random, folder, s3, sync, disks, oracle, story);
        boolean extras = random.nextBoolean() || plots.areStrange();
        sync.set("initial-extras", extras ? "trash" : "keep");
        begin(extras);
    }

    private String pick(String... values) {
        return values[random.nextInt(values.length)];
    }

    /** Both sides as the first pass finds them: in step but for what one side alone has. */
    private void begin(boolean extras) throws IOException {
        story.add("limit " + limit + " %, deletions " + deletions + ", extras " + (extras ? "trashed" : "kept"));
        int alone = random.nextInt(100);
        int never = random.nextInt(4);
        for (int i = 0; i < 6 + random.nextInt(14); i++) {
            String path = people.newPath();
            String content = people.content();
            boolean both = random.nextInt(100) >= alone && !plots.areStrange();
            boolean here = never != 1 && (both || random.nextBoolean());
            if (plots.areStrange() && !isFree(path)) {
                continue;
            }
            if (here) {
                people.write(path, content);
            }
            if (never != 2 && (both || !here)) {
                s3.memory().plant(S3Server.BUCKET, people.prefix() + path, content);
            }
        }
        if (extras) {
            Set<String> local = people.localFiles().keySet();
            Set<String> remote = people.remoteFiles().keySet();
            oracle.firstRunFinds(local, remote);
        }
        if (random.nextInt(8) == 0 || plots.isLogged()) {
            people.beginLog();
        }
    }

    private boolean isFree(String path) throws IOException {
        return !people.localFiles().containsKey(path) && !people.remoteFiles().containsKey(path);
    }

    /** Those who write and delete. */
    Deleters people() {
        return people;
    }

    void run(int rounds) throws Exception {
        pass();
        plots.whileLogged();
        for (int round = 0; round < rounds; round++) {
            story.add("round " + round);
            if (random.nextInt(3) == 0) {
                sync.stop();
            }
            if (plots.happens()) {
                plots.next();
            } else {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    deed();
                }
            }
            pass();
        }
    }

    private void deed() throws Exception {
        switch (habits.next()) {
            case 0, 1 -> people.deleteLocally(random.nextInt(101));
            case 2, 3 -> people.deleteRemotely(random.nextInt(101));
            case 4 -> people.deleteLocally(10);
            case 5 -> people.writeSome(false);
            case 6 -> people.writeSome(true);
            case 7 -> people.plantMarkers();
            case 8, 9 -> listHeld();
            case 10 -> decide("approve");
            case 11 -> decide("reject");
            case 12 -> whileUnmounted();
            case 13 -> whileMistyped();
            case 14 -> loseIndex();
            case 15 -> whileEmpty();
            case 16 -> setClock();
            default -> moveOrKeep();
        }
    }

    /** The clock of the machine is wrong, always by as much, or right again. */
    void setClock() {
        clockIsWrong = !clockIsWrong;
        story.add(clockIsWrong ? "the clock is " + daysWrong + " days ahead" : "the clock is right");
        Clock right = Clock.systemUTC();
        sync.clock(clockIsWrong ? Clock.offset(right, Duration.ofDays(daysWrong)) : right);
    }

    private void moveOrKeep() throws Exception {
        if (random.nextBoolean()) {
            deletions = deletions.equals("keep") ? "mirror" : "keep";
            story.add("deletions = " + deletions);
            sync.set("deletions", deletions);
        } else {
            partialCopy();
        }
    }

    /** One pass, and what it deleted is asked about. */
    void pass() throws Exception {
        Map<String, String> local = people.localFiles();
        Map<String, String> remote = people.remoteFiles();
        Set<String> trash = trash();
        List<Held> waiting = waiting();
        s3.faults().add((operation, key) -> {
            people.grow();
            plots.refuse(operation, key);
        });
        sync.pass();
        s3.faults().heal();
        Map<String, String> localNow = people.localFiles();
        Map<String, String> remoteNow = people.remoteFiles();
        Set<String> fromFolder = new TreeSet<>(local.keySet());
        fromFolder.removeAll(localNow.keySet());
        Set<String> fromBucket = new TreeSet<>(remote.keySet());
        fromBucket.removeAll(remoteNow.keySet());
        story.add("pass: deleted in the folder " + fromFolder + ", in S3 " + fromBucket + " of " + local.size()
                + " and " + remote.size());
        if (deletions.equals("keep")) {
            assertThat(fromFolder).as("deletions = keep, " + this).isEmpty();
            assertThat(fromBucket).as("deletions = keep, " + this).isEmpty();
        }
        oracle.countsBesides(people.logs());
        oracle.judge(Side.LOCAL, fromFolder, local, remote, localNow, waiting, hidden(), toString());
        oracle.judge(Side.REMOTE, fromBucket, remote, local, remoteNow, waiting, Set.of(), toString());
        oracle.passed(localNow, remoteNow);
        oracle.judgeHeld(Side.LOCAL, fromFolder, waiting, toString());
        oracle.judgeHeld(Side.REMOTE, fromBucket, waiting, toString());
        nothingIsLost(trash);
        decided.retainAll(waiting().stream().map(held -> held.path().value()).toList());
    }

    private Set<String> hidden() {
        return disks.isAway()
                ? people.remoteFiles().keySet().stream()
                        .filter(path -> path.startsWith("disk/"))
                        .collect(Collectors.toSet())
                : Set.of();
    }

    /** What waits for a person before a pass. */
    private List<Held> waiting() throws IOException {
        Path index = folder.resolve(".caravan/index.db");
        if (!Files.exists(index)) {
            return List.of();
        }
        try (Ledger ledger = Ledger.open(index)) {
            return ledger.held().all();
        } catch (IndexException e) {
            return List.of(); // damaged
        }
    }

    private void nothingIsLost(Set<String> trashBefore) throws IOException {
        Set<String> kept = new HashSet<>(people.localFiles().values());
        s3.memory().contents(S3Server.BUCKET).values().forEach(kept::add);
        kept.addAll(disks.contents());
        kept.addAll(disks.contents(temp.resolve("aside")));
        kept.addAll(trash());
        assertThat(kept).as("everything wanted, " + this).containsAll(oracle.wanted());
        assertThat(kept)
                .as("what lies in the trash stays there for a day, " + this)
                .containsAll(trashBefore);
    }

    void listHeld() {
        List<String> held = held();
        story.add("owner lists what is held: " + held);
        listed.addAll(held);
    }

    private List<String> held() {
        return sync.command("held")
                .lines()
                .filter(line -> line.contains("  not deleted "))
                .map(line -> line.substring(0, line.indexOf("  not deleted ")))
                .toList();
    }

    void decide(String verdict) throws IOException {
        String said = sync.command(verdict);
        // where nothing was listed before, the command lists what it takes
        said.lines().skip(1).filter(path -> !path.contains("came to be held")).forEach(listed::add);
        listed.addAll(decided);
        story.add("owner: " + verdict + " -> " + said.lines().findFirst().orElse(""));
        if (said.startsWith("No deletion")) {
            listed.clear();
            return;
        }
        if (verdict.equals("approve")) {
            oracle.approved(listed, people.localFiles(), people.remoteFiles());
        } else {
            oracle.rejected(listed);
        }
        decided.addAll(listed);
        listed.clear();
    }

    /** For a pass a disk inside of the folder is not there, or another one, and perhaps old files below its place are. */
    void whileUnmounted() throws Exception {
        if (!disks.isMounted()) {
            return;
        }
        story.add("the disk is " + disks.takeAway(random));
        plots.whileAway();
        pass();
        // what lies below its place is gone from the folder, by a person
        disks.putBack()
                .ifPresent(hidden -> oracle.deletedByPeople(
                        Side.LOCAL, folder.relativize(hidden).toString(), ""));
        story.add("the disk is back");
    }

    void whileMistyped() throws Exception {
        String right = people.prefix();
        String wrong = pick("x/", "q/");
        story.add("the prefix is mistyped: " + wrong);
        moveTo(wrong);
        pass();
        story.add("the prefix is right again");
        moveTo(right);
        pass();
    }

    private void moveTo(String prefix) {
        people.below(prefix);
        oracle.otherPlace();
        sync.set("prefix", prefix);
    }

    void loseIndex() throws IOException {
        sync.stop();
        boolean damaged = random.nextBoolean();
        story.add("the index is " + (damaged ? "damaged" : "lost"));
        oracle.otherPlace();
        for (String name : List.of("index.db", "index.db-wal", "index.db-shm")) {
            Files.deleteIfExists(folder.resolve(".caravan").resolve(name));
        }
        if (damaged && Files.isDirectory(folder.resolve(".caravan"))) {
            Files.writeString(folder.resolve(".caravan/index.db"), "no index at all, but long enough".repeat(100));
        }
    }

    /** Copies the index, as a backup does. */
    void backUpIndex() throws IOException {
        sync.stop();
        Path index = folder.resolve(".caravan/index.db");
        if (Files.exists(index)) {
            Files.copy(index, temp.resolve("index.backup"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    void restoreIndex() throws IOException {
        sync.stop();
        Path backup = temp.resolve("index.backup");
        if (Files.exists(backup)) {
            story.add("the index is one of before");
            oracle.otherPlace();
            for (String name : List.of("index.db-wal", "index.db-shm")) {
                Files.deleteIfExists(folder.resolve(".caravan").resolve(name));
            }
            Files.copy(backup, folder.resolve(".caravan/index.db"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** For a pass the folder is there with its state, and holds nothing else. */
    private void whileEmpty() throws Exception {
        if (disks.isMounted()) {
            return;
        }
        story.add("the folder is empty for a pass");
        Path aside = Files.createDirectory(temp.resolve("aside"));
        moveAll(folder, aside);
        pass();
        try (Stream<Path> all = Files.walk(aside)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Path target = folder.resolve(aside.relativize(file));
                Files.createDirectories(target.getParent());
                // what came meanwhile stays
                Files.move(
                        file,
                        Files.exists(target) ? target.resolveSibling(target.getFileName() + "." + copies++) : target);
            }
        }
        deleteTree(aside);
    }

    private static void moveAll(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.list(from)) {
            for (Path each : all.filter(path -> !path.endsWith(".caravan")).toList()) {
                Files.move(each, to.resolve(each.getFileName()));
            }
        }
    }

    /** From now on the folder is a copy of itself, with files missing. */
    void partialCopy() throws Exception {
        if (disks.isMounted()) {
            return;
        }
        List<String> missing = people.some(new ArrayList<>(people.localFiles().keySet()), random.nextInt(101));
        story.add("the folder is a copy without " + missing);
        sync.stop();
        // it stays, so that no later copy is given its inode
        Path aside = temp.resolve("original-" + copies++);
        Files.move(folder, aside);
        Process copy = new ProcessBuilder("cp", "-a", aside.toString(), folder.toString()).start();
        assertThat(copy.waitFor()).isZero();
        for (String path : missing) {
            // a copy that misses what one side alone had is a loss of its own
            oracle.wanted().remove(Files.readString(folder.resolve(path)));
            Files.delete(folder.resolve(path));
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private Set<String> trash() throws IOException {
        Set<String> all = new HashSet<>();
        Path trash = folder.resolve(".caravan/trash");
        if (Files.isDirectory(trash)) {
            try (Stream<Path> walk = Files.walk(trash)) {
                for (Path file : walk.filter(Files::isRegularFile).toList()) {
                    all.add(Files.readString(file));
                }
            }
        }
        return all;
    }

    /** Caravan ends, and begins again with the next pass. */
    void stop() {
        sync.stop();
    }

    @Override
    public String toString() {
        return "deletion seed " + seed + "L\n" + String.join("\n", story);
    }

    @Override
    public void close() {
        try {
            sync.close();
        } finally {
            disks.close();
            s3.close();
        }
    }
}
