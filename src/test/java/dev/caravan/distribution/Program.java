package dev.caravan.distribution;

import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The distribution, run on a folder and a bucket in this process, perhaps under another program. */
final class Program {
    private static final Path HOME = Path.of("target/caravan").toAbsolutePath();

    private final S3Server s3;
    private final Path folder;
    private final Path log;
    private final Map<String, String> settings = new LinkedHashMap<>();

    Program(S3Server s3, Path folder, Path log) {
        this.s3 = s3;
        this.folder = folder;
        this.log = log;
        settings.put("bucket", S3Server.BUCKET);
        settings.put("endpoint", s3.endpoint().toString());
        settings.put("access-key", S3Server.ACCESS_KEY);
        settings.put("secret-key", S3Server.SECRET_KEY);
        settings.put("direction", "two-way");
        settings.put("deletion-limit", "100%");
        settings.put("settle", "1ms");
        settings.put("interval", "50ms");
    }

    /** From now on the mount has another value for a key. */
    void set(String key, String value) {
        settings.put(key, value);
    }

    /** Starts it; the words before are the program that starts it. */
    Process start(List<String> before, String... options) throws IOException {
        List<String> line = new ArrayList<>(before);
        line.add(HOME.resolve("bin/caravan").toString());
        line.addAll(List.of("run", "--config", "/dev/null"));
        line.addAll(List.of(options));
        line.addAll(List.of("--set", "mounts.m.folder=" + folder));
        settings.forEach((key, value) -> line.addAll(List.of("--set", "mounts.m." + key + "=" + value)));
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        builder.environment().put("XDG_STATE_HOME", state().toString());
        return builder.start();
    }

    /** One pass; returns the exit code. */
    int once() throws IOException, InterruptedException {
        Process process = start(List.of(), "--once");
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("One pass takes more than a minute: " + log());
        }
        return process.exitValue();
    }

    /** What a command says of the mount. */
    void command(String command, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(HOME.resolve("bin/caravan").toString(), command, "m"));
        line.addAll(List.of(words));
        line.addAll(List.of("--config", "/dev/null", "--set", "mounts.m.folder=" + folder));
        settings.forEach((key, value) -> line.addAll(List.of("--set", "mounts.m." + key + "=" + value)));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().put("XDG_STATE_HOME", state().toString());
        execute(builder);
    }

    /** What Caravan remembers of the user, here of this test alone. */
    Path state() {
        return log.resolveSibling("state");
    }

    String log() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** Every content that is anywhere: in the folder, its trash, the bucket. */
    Set<String> contents() throws IOException {
        Set<String> all = new HashSet<>(s3.memory().contents(S3Server.BUCKET).values());
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().contains("/.caravan/") || file.toString().contains("/.caravan/trash/")) {
                    all.add(Files.readString(file));
                }
            }
        }
        return all;
    }

    /** Runs a command of the system. */
    static void execute(String... line) throws IOException, InterruptedException {
        execute(new ProcessBuilder(line));
    }

    private static void execute(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", builder.command()) + ": " + said);
        }
    }
}
