package dev.caravan.sync.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.index.Index;
import dev.caravan.local.Folder;
import dev.caravan.local.Ignores;
import dev.caravan.local.Spelling;
import dev.caravan.mount.Location;
import dev.caravan.mount.MountName;
import dev.caravan.status.Journal;
import dev.caravan.status.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan that takes several polls: each goes on where the one before ended. */
class LocalLookTest {
    @TempDir
    Path temp;

    private Path folder;
    private Index index;
    private LocalLook look;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectory(temp.resolve("folder"));
        for (String file : List.of("a/1", "b/1", "b/c/1", "b/c/2", "d/1")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), file);
        }
        index = Index.open(temp.resolve("index.db"), () -> {});
        look = new LocalLook(
                new Folder(folder, false, Spelling.EXACT),
                new Location("bucket", ""),
                index,
                new Ignores(List.of(), List.of()),
                new Problems(new Journal(new MountName("m"), Clock.systemUTC())),
                new DirectoryWatch(folder, index.ledger().directories(), false),
                new OddNames(folder, Clock.systemUTC()));
        look.begin();
        look.goOn();
    }

    @AfterEach
    void close() {
        index.close();
    }

    private boolean enters(String directory) {
        return look.enters(folder.resolve(directory).toString());
    }

    private boolean isWanted(String file) {
        String name = folder.resolve(file).toString();
        return !look.needsNoAttention(name) && look.handOut(name);
    }

    @Test
    void aDirectoryThatWasGoneThroughIsNotEnteredAgain() {
        assertThat(enters("a")).isTrue();
        assertThat(isWanted("a/1")).isTrue();
        assertThat(enters("b")).isTrue();
        assertThat(isWanted("b/1")).isTrue();
        assertThat(enters("b/c")).isTrue();
        assertThat(isWanted("b/c/1")).isTrue();

        look.goOn();
        assertThat(enters("a")).isFalse();
        assertThat(enters("b")).isTrue();
        assertThat(isWanted("b/1")).isFalse();
        assertThat(enters("b/c")).isTrue();
        assertThat(isWanted("b/c/1")).isFalse();
        assertThat(isWanted("b/c/2")).isTrue();
        assertThat(enters("d")).isTrue();
        assertThat(isWanted("d/1")).isTrue();

        look.goOn();
        assertThat(enters("a")).isFalse();
        assertThat(enters("b")).isFalse();
        assertThat(enters("d")).isTrue();
        assertThat(isWanted("d/1")).isFalse();
    }

    @Test
    void theNextLookGoesEverywhereAgain() throws IOException {
        enters("a");
        isWanted("a/1");
        look.goOn();
        look.begin();
        look.goOn();
        assertThat(enters("a")).isTrue();
        assertThat(isWanted("a/1")).isTrue();
    }
}
