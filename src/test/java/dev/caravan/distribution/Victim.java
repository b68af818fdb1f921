package dev.caravan.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A folder and a bucket whose Caravan is killed again and again. */
final class Victim {
    private static final Path HOME = Path.of("target/caravan").toAbsolutePath();
    private static final int MANY = 20;

    private final Path temp;
    private final long seed;
    private final Random random;
    private final S3Server s3 = S3Server.start();
    private final Set<String> wanted = new HashSet<>();
    private final Path folder;
    private int contents;
    private int busyKills;

    Victim(Path temp, long seed) throws IOException {
        this.temp = temp;
        this.seed = seed;
        this.random = new Random(seed);
        this.folder = Files.createDirectory(temp.resolve("folder"));
    }

    /** Is killed so many times, then comes to rest: nothing may be missing, and nothing of a transfer lies about. */
    void dies(int kills) throws Exception {
        for (int kill = 0; kill < kills; kill++) {
            act();
            runAndKill();
        }
        assertThat(busyKills).as("kills while transfers went on").isGreaterThan(kills / 10);
        for (int pass = 0; pass < 3; pass++) {
            Process last = start("--once");
            assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
            // 4 where conflict copies wait for a person
            assertThat(last.exitValue()).as(log()).isIn(0, 4);
        }
        Map<String, String> local = files();
        assertThat(local).as("seed " + seed).isEqualTo(s3.memory().contents(S3Server.BUCKET));
        Set<String> kept = new HashSet<>(local.values());
        kept.addAll(trashed());
        assertThat(kept).as("seed " + seed).containsAll(wanted);
        assertThat(s3.memory().listMultipartUploads(S3Server.BUCKET)).isEmpty();
        Path partials = folder.resolve(".caravan/partial");
        if (Files.isDirectory(partials)) {
            assertThat(partials).isEmptyDirectory();
        }
        s3.close();
    }

    /** New and changed files and objects, each with a content of its own; some are thrown away again. */
    private void act() throws IOException {
        for (int i = 0; i < MANY; i++) {
            String name = "d" + random.nextInt(5) + "/f" + random.nextInt(60);
            Path file = folder.resolve(name);
            switch (random.nextInt(10)) {
                case 0 -> {
                    if (Files.exists(file)) {
                        wanted.remove(Files.readString(file));
                        Files.delete(file);
                    }
                }
                case 1 -> forget(s3.memory().swap(S3Server.BUCKET, name, null));
                case 2, 3, 4 -> forget(s3.memory().swap(S3Server.BUCKET, name, content()));
                default -> {
                    if (Files.exists(file)) {
                        wanted.remove(Files.readString(file));
                    }
                    Files.createDirectories(file.getParent());
                    Files.writeString(file, content());
                }
            }
        }
        if (random.nextInt(4) == 0) {
            writeLarge();
        }
    }

    /** Large enough for parts. */
    private void writeLarge() throws IOException {
        Path large = folder.resolve("large" + random.nextInt(2));
        if (Files.exists(large)) {
            wanted.remove(Files.readString(large));
        }
        Files.writeString(large, content() + "x".repeat(11 << 20));
        wanted.remove(lastContent());
        wanted.add(Files.readString(large));
    }

    private void forget(String content) {
        if (content != null) {
            wanted.remove(content);
        }
    }

    private String content() {
        contents++;
        wanted.add(lastContent());
        return lastContent();
    }

    private String lastContent() {
        return "content " + contents;
    }

    /** Lets it run until it does something, and a random moment more. */
    private void runAndKill() throws Exception {
        s3.faults().counted();
        Process process = start("--debug");
        boolean afterWork = random.nextInt(6) > 0;
        if (afterWork) {
            Awaitility.await()
                    .pollInterval(5, TimeUnit.MILLISECONDS)
                    .until(() -> !process.isAlive() || Files.readString(log0()).contains("DEBUG"));
        }
        boolean ended = process.waitFor(random.nextInt(afterWork ? 700 : 500), TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
        assertThat(ended).as(log()).isFalse();
        Map<String, Integer> requests = s3.faults().counted();
        if (requests.size() > 1) {
            busyKills++;
        }
    }

    private Path log0() {
        return temp.resolve("log");
    }

    private String log() throws IOException {
        String all = Files.readString(log0());
        return all.substring(Math.max(0, all.length() - 4_000));
    }

    private Process start(String... options) throws IOException {
        List<String> line = new ArrayList<>(List.of(HOME.resolve("bin/caravan").toString(), "run"));
        line.addAll(List.of(options));
        Map<String, String> settings = Map.of(
                "folder",
                folder.toString(),
                "bucket",
                S3Server.BUCKET,
                "endpoint",
                s3.endpoint().toString(),
                "access-key",
                S3Server.ACCESS_KEY,
                "secret-key",
                S3Server.SECRET_KEY,
                "direction",
                "two-way",
                "initial-direction",
                "merge",
                "deletion-limit",
                "100%",
                "settle",
                "1ms",
                "interval",
                "50ms");
        settings.forEach((key, value) -> line.addAll(List.of("--set", "mounts.m." + key + "=" + value)));
        line.addAll(List.of("--set", "transfers.multipart-threshold=5MB", "--set", "transfers.part-size=5MB"));
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(temp.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log0().toFile());
        builder.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        return builder.start();
    }

    private Map<String, String> files() throws IOException {
        return read(folder, path -> !path.startsWith(folder.resolve(".caravan")));
    }

    private Set<String> trashed() throws IOException {
        Path trash = folder.resolve(".caravan/trash");
        return Files.isDirectory(trash)
                ? new HashSet<>(read(trash, path -> true).values())
                : Set.of();
    }

    private static Map<String, String> read(Path root, java.util.function.Predicate<Path> filter) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(filter).filter(Files::isRegularFile).toList()) {
                all.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return all;
    }
}
