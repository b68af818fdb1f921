package dev.caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.Readme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
                        "-Dlogback.configurationFile=dev/caravan/embedded/logback.xml",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        "dev.caravan.embedded.Embedded")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String shown = Files.readString(log);
        assertThat(process.exitValue()).as(shown).isZero();
        assertThat(comparable(shown)).containsSubsequence(comparable(whatYouWillSee()));
    }

    private static String whatYouWillSee() throws IOException {
        return Readme.read().block("", "==> A change in the folder");
    }

    /** The lines of the log without what differs from run to run; the three files may go in any order. */
    private static List<String> comparable(String text) {
        return text.lines()
                .filter(line -> line.startsWith("==> ") || line.contains(" sample - "))
                .filter(line -> !line.contains("Both sides are in step"))
                .map(line -> line.replaceFirst("^[\\d-]+ [\\d:.]+ +", ""))
                .map(line -> line.replaceAll("[\\dT:.-]{19,}Z?", "TIME").replaceAll("[\\d.]+ s\\b", "TIME"))
                .map(line ->
                        line.replaceAll("uploaded (letters/)?(a|b|hello).txt \\(\\d+ B", "uploaded a file (some B"))
                .toList();
    }
}
