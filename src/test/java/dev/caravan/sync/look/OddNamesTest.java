package dev.caravan.sync.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.local.FileStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OddNamesTest {
    @TempDir
    Path folder;

    @Test
    void namesWithBackslashesAreFoundWhereADirectoryChanged() throws IOException {
        OddNames names = new OddNames(folder, Clock.systemUTC());
        Files.createDirectory(folder.resolve("c"));
        assertThat(names.in("", FileStat.of(folder))).isEmpty();
        Files.createDirectory(folder.resolve("c\\x"));
        Files.writeString(folder.resolve("c\\file"), "a file may be called so");
        assertThat(names.in("", FileStat.of(folder))).containsExactly("c\\x");
        assertThat(names.in("", FileStat.of(folder))).containsExactly("c\\x");
        Files.createDirectory(folder.resolve("c/y\\z"));
        assertThat(names.in("c", FileStat.of(folder.resolve("c")))).containsExactly("c/y\\z");
        Files.delete(folder.resolve("c\\x"));
        assertThat(names.in("", FileStat.of(folder))).isEmpty();
    }

    @Test
    void aDirectoryThatHasJustChangedIsLookedIntoOnceMore() throws IOException {
        FileStat asItWas = FileStat.of(folder);
        OddNames names = new OddNames(folder, clock(asItWas, 1));
        assertThat(names.in("", asItWas)).isEmpty();
        Files.createDirectory(folder.resolve("c\\x"));
        assertThat(names.in("", asItWas)).containsExactly("c\\x");
    }

    @Test
    void aDirectoryThatHasRestedIsNot() throws IOException {
        FileStat asItWas = FileStat.of(folder);
        OddNames names = new OddNames(folder, clock(asItWas, 3));
        assertThat(names.in("", asItWas)).isEmpty();
        Files.createDirectory(folder.resolve("c\\x"));
        assertThat(names.in("", asItWas)).isEmpty();
    }

    private static Clock clock(FileStat directory, int secondsLater) {
        Instant changed = Instant.ofEpochSecond(0, directory.version().changed());
        return Clock.fixed(changed.plusSeconds(secondsLater), ZoneOffset.UTC);
    }
}
