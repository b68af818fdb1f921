package dev.caravan.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.local.UserState;
import dev.caravan.testing.S3Server;
import dev.caravan.testing.Sync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A mount in which cards are swapped: they hold files of the same names, and are wiped once they are taken out. Links lead to
 * them; people write, delete, and decide about what is held. Of every content that was in the bucket this asks: is it somewhere
 * still, unless a person gave it up? And of every object that goes: did a person delete its file? All follows from the seed.
 */
final class CardLife implements AutoCloseable {
    private static final int NAMES = 5;

    private final long seed;
    private final Random random;
    private final Path temp;
    private final Path folder;
    private final Path reader;
    private final boolean isFolder;
    private final boolean linked;
    private final S3Server s3 = S3Server.start();
    private final Sync sync;
    private final Cards cards;
    private final List<String> story = new ArrayList<>();
    private final Set<String> wanted = new HashSet<>();
    private final Set<String> uploaded = new HashSet<>();
    private final Set<String> deleted = new HashSet<>();
    private int contents;

    /** @param plain whether its passes are made without Camel */
    CardLife(long seed, Path temp, boolean plain) throws IOException {
        this.seed = seed;
        this.random = new Random(seed);
        this.temp = temp;
        this.folder = temp.resolve("folder");
        this.isFolder = random.nextInt(3) == 0;
        this.linked = !isFolder && random.nextInt(3) == 0;
        this.reader = isFolder ? folder : folder.resolve("card");
        String direction = random.nextBoolean() || isFolder ? "upload" : "two-way";
        this.sync = Sync.of(s3, folder)
                .set("s3-client", Lives.client(seed))
                .plain(plain)
                .impatient()
                .set("direction", direction)
                .set("deletion-limit", List.of("100%", "50%", "30%").get(random.nextInt(3)))
                .set("deletion-limit-paths", String.valueOf(random.nextInt(2) * 20))
                .set("symlinks", linked ? "follow" : "skip")
                .set("settle", "1ms")
                .set("interval", "1ms");
        if (isFolder) {
            sync.set("index", temp.resolve("index.db").toString());
        }
        this.cards = new Cards(temp, reader, 3);
        story.add(direction + (isFolder ? ", the folder is the card" : "") + (linked ? ", with links" : ""));
        begin();
    }

    private void begin() throws IOException {
        if (!isFolder) {
            for (int i = 0; i < 3; i++) {
                write(folder.resolve("k" + i));
            }
        }
        for (int card = 2; card >= 0 && cards.areThere(); card--) {
            cards.insert(card);
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                write(reader.resolve(name()));
            }
        }
        if (linked) {
            for (int i = 0; i < NAMES; i++) {
                if (Files.exists(reader.resolve("f" + i))) {
                    Files.createSymbolicLink(folder.resolve("l" + i), Path.of("card/f" + i));
                }
            }
            Files.createSymbolicLink(folder.resolve("ld"), Path.of("card"));
        }
    }

    private String name() {
        return "f" + random.nextInt(NAMES);
    }

    void run(int rounds) throws Exception {
        pass();
        pass();
        for (int round = 0; round < rounds; round++) {
            story.add("round " + round);
            for (int i = random.nextInt(2); i >= 0; i--) {
                deed();
            }
            pass();
            if (random.nextBoolean()) {
                pass();
            }
        }
    }

    private void deed() throws Exception {
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> swap();
            case 3, 4 -> writeSome();
            case 5 -> deleteSome();
            case 6 -> sync.stop();
            case 7 -> deleteAndTakeNames();
            default -> decide(random.nextBoolean() ? "reject" : "held");
        }
    }

    private void swap() throws Exception {
        if (cards.areThere()) {
            sync.stop();
            int next = random.nextInt(4) - 1;
            cards.insert(next < 0 && isFolder ? 0 : next);
            story.add("card " + cards.inserted() + " is in: " + Files.isDirectory(reader) + " " + onCard());
        }
    }

    private Map<String, String> onCard() throws IOException {
        return contents(reader);
    }

    private void writeSome() throws IOException {
        if (cards.inserted() >= 0 || !cards.areThere()) {
            write(reader.resolve(name()));
        }
        if (!isFolder) {
            write(folder.resolve("k" + random.nextInt(4)));
        }
    }

    private void write(Path file) throws IOException {
        String content = "content " + contents++;
        if (Files.exists(file)) {
            wanted.remove(Files.readString(file));
        }
        Files.writeString(file, content);
        wanted.add(content);
        story.add("people write " + folder.relativize(file) + " = " + content);
    }

    private void deleteSome() throws IOException {
        for (Path directory : isFolder ? List.of(reader) : List.of(reader, folder)) {
            for (String name : new TreeMap<>(files(directory)).keySet()) {
                if (random.nextInt(3) == 0) {
                    delete(directory.resolve(name));
                }
            }
        }
    }

    private void delete(Path file) throws IOException {
        String path = folder.relativize(file).toString();
        story.add("people delete " + path);
        if (!Files.isSymbolicLink(file)) {
            wanted.remove(Files.readString(file));
        }
        Files.delete(file);
        deleted.add(path);
        deleted.add(path.replaceFirst("^card/", "ld/"));
        deleted.add(path.replaceFirst("^card/f", "l"));
    }

    /** Many go at once, so that this waits for a person, and then some of the names are taken again. */
    private void deleteAndTakeNames() throws Exception {
        if (!isFolder) {
            for (String name : new TreeMap<>(files(folder)).keySet()) {
                if (name.startsWith("k")) {
                    delete(folder.resolve(name));
                }
            }
            pass();
            decide(random.nextBoolean() ? "reject" : "held");
            write(folder.resolve("k" + random.nextInt(4)));
        }
    }

    private void decide(String command) {
        story.add(command + ": " + sync.command(command).lines().findFirst().orElse(""));
    }

    private void pass() throws Exception {
        Map<String, String> before = s3.contents("p/");
        // where the folder itself is the card, its state lies elsewhere, as it may not be written
        cards.writeProtect(isFolder);
        sync.pass();
        Set<String> there = trash();
        if (isFolder) {
            sync.stop();
            cards.writeProtect(false);
        }
        Map<String, String> after = s3.contents("p/");
        story.add("pass: bucket " + new TreeMap<>(after));
        Set<String> gone = new HashSet<>(before.keySet());
        gone.removeAll(after.keySet());
        gone.removeAll(deleted);
        assertThat(gone).as("went, and nobody deleted it, " + this).isEmpty();
        uploaded.addAll(after.values());
        // what waits for a person is not given up yet
        after.forEach((path, content) -> {
            if (path.startsWith("k") && deleted.contains(path)) {
                wanted.add(content);
            }
        });
        there.addAll(after.values());
        there.addAll(contents(folder).values());
        Set<String> needed = new HashSet<>(wanted);
        needed.retainAll(uploaded);
        assertThat(there).as("every content that was uploaded, " + this).containsAll(needed);
    }

    private Set<String> trash() throws IOException {
        Path state = new UserState(System.getenv()).stateOf(folder, Optional.of(temp.resolve("index.db")));
        Set<String> all = new HashSet<>();
        if (Files.isDirectory(state.resolve("trash"))) {
            try (Stream<Path> walk = Files.walk(state.resolve("trash"))) {
                for (Path file : walk.filter(Files::isRegularFile).toList()) {
                    all.add(Files.readString(file));
                }
            }
        }
        return all;
    }

    /** The files right in a directory, links among them. */
    private static Map<String, Path> files(Path directory) throws IOException {
        Map<String, Path> all = new TreeMap<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> list = Files.list(directory)) {
                list.filter(Files::isRegularFile)
                        .forEach(file -> all.put(file.getFileName().toString(), file));
            }
        }
        return all;
    }

    private static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> all = new TreeMap<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> walk = Files.walk(directory)) {
                for (Path file : walk.filter(Files::isRegularFile).toList()) {
                    if (!file.toString().contains("/.caravan/")) {
                        all.put(directory.relativize(file).toString(), Files.readString(file));
                    }
                }
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return "card seed " + seed + "L\n" + String.join("\n", story);
    }

    @Override
    public void close() {
        try {
            sync.close();
        } finally {
            cards.close();
            s3.close();
        }
    }
}
