package dev.caravan.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a machine may refuse a process: space, open files, permission. The process really runs into it. */
class HostileMachineIT {
    private static final Path HOME = Path.of("target/caravan").toAbsolutePath();
    private static final String NOBODY = "65534";

    @TempDir
    Path temp;

    private final S3Server s3 = S3Server.start();
    private Path folder;

    @BeforeEach
    void create() throws Exception {
        folder = Files.createDirectory(temp.resolve("folder"));
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void stop() {
        s3.close();
    }

    @Test
    void aDiskThatTakesNoMoreKeepsTheOldFileAndTheOthersGoOn() throws Exception {
        s3.put("large", "old");
        assertThat(run("")).isZero();
        s3.put("large", "x".repeat(8 << 20));
        s3.put("small", "small");
        // in blocks of 512 or 1024 bytes: less than the large object, more than the index
        assertThat(run("ulimit -f 4000;")).isEqualTo(1);
        assertThat(folder.resolve("large")).hasContent("old");
        assertThat(folder.resolve("small")).hasContent("small");
        assertThat(folder.resolve(".caravan/partial")).isEmptyDirectory();
        assertThat(log()).contains("cannot synchronize large: ");
        assertThat(run("")).isZero();
        assertThat(folder.resolve("large")).hasSize(8 << 20);
    }

    @Test
    void tooFewOpenFilesLoseNothing() throws Exception {
        for (int i = 0; i < 200; i++) {
            s3.memory().plant(S3Server.BUCKET, "d" + i % 7 + "/f" + i, "content " + i);
        }
        run("ulimit -n 150;");
        assertThat(run("")).isZero();
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> !file.toString().contains(".caravan")))
                    .hasSize(200);
        }
        assertThat(s3.keys()).hasSize(200);
    }

    @Test
    void whatMayNotBeReadIsToldAndNothingBelowItIsDeleted() throws Exception {
        Files.createDirectories(folder.resolve("closed/deep"));
        Files.writeString(folder.resolve("closed/deep/a"), "a");
        Files.writeString(folder.resolve("open"), "open");
        Files.writeString(folder.resolve("secret"), "secret");
        giveAway();
        assertThat(runAsNobody()).as(log()).isZero();
        assertThat(s3.keys()).hasSize(3);

        mode(folder.resolve("closed"), "---------");
        Files.writeString(folder.resolve("secret"), "changed");
        mode(folder.resolve("secret"), "---------");
        Files.delete(folder.resolve("open"));
        runAsNobody();
        assertThat(s3.keys()).contains("closed/deep/a", "secret");
        assertThat(s3.content("secret")).isEqualTo("secret");
        assertThat(log()).contains("closed", "secret");

        mode(folder.resolve("closed"), "rwx------");
        mode(folder.resolve("secret"), "rw-------");
        assertThat(runAsNobody()).isZero();
        assertThat(s3.content("secret")).isEqualTo("changed");
        assertThat(s3.keys()).containsExactlyInAnyOrder("closed/deep/a", "secret");
    }

    @Test
    void whatMayNotBeReplacedIsToldWithTheRemedy() throws Exception {
        Files.createDirectories(folder.resolve("closed"));
        Files.writeString(folder.resolve("closed/a"), "old");
        giveAway();
        assertThat(runAsNobody()).as(log()).isZero();

        mode(folder.resolve("closed"), "r-xr-xr-x");
        s3.put("closed/a", "new");
        assertThat(runAsNobody()).isEqualTo(1);
        assertThat(folder.resolve("closed/a")).hasContent("old");
        assertThat(log()).contains("closed' may not be written: give that permission to the user");

        mode(folder.resolve("closed"), "rwx------");
        assertThat(runAsNobody()).isZero();
        assertThat(folder.resolve("closed/a")).hasContent("new");
    }

    /** Root may read everything: the process then runs as somebody else. */
    private void giveAway() throws Exception {
        if (isRoot()) {
            execute(List.of("chown", "-R", NOBODY, folder.toString()));
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private int runAsNobody() throws Exception {
        return run(isRoot() ? "exec setpriv --reuid=" + NOBODY + " --clear-groups" : "");
    }

    /** One pass, after something that a shell does first. */
    private int run(String before) throws Exception {
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
                "1ms");
        StringBuilder line = new StringBuilder(before + " " + HOME.resolve("bin/caravan") + " run --once --debug");
        settings.forEach((key, value) ->
                line.append(" --set mounts.m.").append(key).append("=").append(value));
        return execute(List.of("sh", "-c", line.toString()));
    }

    private int execute(List<String> line) throws Exception {
        Process process = new ProcessBuilder(new ArrayList<>(line))
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("log").toFile())
                .start();
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).as(log()).isTrue();
        return process.exitValue();
    }

    private String log() throws IOException {
        return Files.exists(temp.resolve("log")) ? Files.readString(temp.resolve("log")) : "";
    }
}
