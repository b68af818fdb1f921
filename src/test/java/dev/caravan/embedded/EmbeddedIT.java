package dev.caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README's first command runs. */
class EmbeddedIT {
    @TempDir
    Path temp;

    @Test
    void showsAChangeADeletionAndADownload() throws Exception {
        Path log = temp.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Dstay=1",
                        "-Dlogback.configurationFile=dev/caravan/cli/logback-text.xml",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        "dev.caravan.embedded.Embedded")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String shown = Files.readString(log);
        assertThat(process.exitValue()).as(shown).isZero();
        assertThat(shown)
                .containsSubsequence(
                        "sample - uploaded hello.txt",
                        "==> A change in the folder",
                        "sample - uploaded hello.txt",
                        "==> A deletion in the folder",
                        "sample - deleted letters/a.txt in S3",
                        "sample - downloaded from-s3/news.txt",
                        "sample - deleted letters/b.txt locally",
                        "==> Done.");
    }
}
