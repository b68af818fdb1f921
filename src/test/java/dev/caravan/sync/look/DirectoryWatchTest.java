package dev.caravan.sync.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.index.DirectoryRecords.Identity;
import dev.caravan.index.Entry;
import dev.caravan.index.Index;
import dev.caravan.local.FileStat;
import dev.caravan.mount.RelativePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which directories are not those that they were, as a scan meets them. */
class DirectoryWatchTest {
    @TempDir
    Path temp;

    private Path folder;
    private Index index;
    private DirectoryWatch watch;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectory(temp.resolve("folder"));
        Files.writeString(Files.createDirectories(folder.resolve("a/b")).resolve("file"), "file");
        Files.writeString(Files.createDirectory(folder.resolve("c")).resolve("file"), "file");
        index = Index.open(temp.resolve("index.db"), () -> {});
        watch = new DirectoryWatch(folder, index.ledger().directories(), false);
        scan();
        watch.accept(Set.of());
    }

    @AfterEach
    void close() {
        index.close();
    }

    private void scan() throws IOException {
        watch.begin();
        for (String path : new String[] {"a", "a/b", "c"}) {
            if (Files.isDirectory(folder.resolve(path))) {
                watch.meets(path, FileStat.of(folder.resolve(path)));
            }
        }
    }

    @Test
    void nothingIsStrangeInAFolderAsItWas() throws IOException {
        scan();
        assertThat(watch.why("a/b/file")).isEmpty();
        assertThat(watch.why("top")).isEmpty();
    }

    @Test
    void anotherDirectoryThatIsEmptyIsStrange() throws IOException {
        Files.move(folder.resolve("a"), temp.resolve("aside"));
        Files.createDirectory(folder.resolve("a"));
        scan();
        assertThat(watch.why("a/b/file"))
                .hasValueSatisfying(why -> assertThat(why).contains("'a' is another directory"));
        assertThat(watch.why("c/file")).isEmpty();
        watch.accept(watch.changedAbove("a/b/file"));
        scan();
        assertThat(watch.why("a/b/file"))
                .as("as long as something is missing there")
                .isPresent();
        watch.accept(Set.of());
        scan();
        assertThat(watch.why("a/b/file")).isEmpty();
    }

    /** As when the mount has another place since: the index starts anew, and the program goes on. */
    @Test
    void directoriesAreRecordedAgainWhereTheIndexStartsAnew() throws IOException {
        index.startAnew(Map.of());
        watch.startAnew();
        scan();
        watch.accept(Set.of());
        Files.move(folder.resolve("a"), temp.resolve("aside"));
        Files.createDirectory(folder.resolve("a"));
        scan();
        assertThat(watch.why("a/b/file")).isPresent();
    }

    /** Its files are gone, and a new one came: then it is not mounted. */
    @Test
    void aDiskThatHoldsNothingOfWhatItHeldIsRemembered() throws IOException {
        FileStat now = FileStat.of(folder.resolve("c"));
        FileStat disk = new FileStat(now.kind(), now.version(), now.device() + 1);
        watch.meets("c", disk);
        watch.accept(Set.of());
        watch.meets("c", disk);
        watch.holdsNothingKnown("c");
        watch.accept(Set.of());
        scan();
        assertThat(watch.why("c/file")).isPresent();
    }

    @Test
    void anotherDirectoryWithFilesInItIsNone() throws IOException {
        Files.move(folder.resolve("c"), temp.resolve("aside"));
        Files.writeString(Files.createDirectory(folder.resolve("c")).resolve("other"), "other");
        scan();
        assertThat(watch.why("c/file")).isEmpty();
    }

    @Test
    void aDiskThatIsMountedThereHidesWhatWas() throws IOException {
        FileStat now = FileStat.of(folder.resolve("c"));
        watch.begin();
        // as if: another device
        FileStat other = new FileStat(now.kind(), now.version(), now.device() + 1);
        watch.meets("c", other);
        assertThat(watch.why("c/file"))
                .hasValueSatisfying(why -> assertThat(why).contains("which hides what was there"));
    }

    @Test
    void aDiskThatIsNotMountedAnyMoreIsStrange() throws IOException {
        FileStat now = FileStat.of(folder.resolve("c"));
        watch.meets("c", new FileStat(now.kind(), now.version(), now.device() + 1));
        watch.accept(Set.of());
        scan();
        assertThat(watch.why("c/file"))
                .hasValueSatisfying(why -> assertThat(why).contains("which is not mounted"));
        Files.delete(folder.resolve("c/file"));
        Files.delete(folder.resolve("c"));
        scan();
        assertThat(watch.why("c/file")).as("also where its place is gone").isPresent();
    }

    /** As the records say, a directory was a disk of its own. */
    private void wasADisk(String path) throws IOException {
        index.ledger().directories().record(path, new Identity("tmpfs films", 5));
        watch = new DirectoryWatch(folder, index.ledger().directories(), false);
    }

    @Test
    void aDiskThatIsNotMountedIsStrangeAsLongAsSomethingIsMissingThere() throws IOException {
        wasADisk("a");
        scan();
        assertThat(watch.why("a/b/file"))
                .hasValueSatisfying(why -> assertThat(why).contains("not mounted"));
        assertThat(watch.why("a")).isEmpty();
        assertThat(watch.isOnOtherDisk("a/b/file")).isTrue();
        assertThat(watch.isOnOtherDisk("c/file")).isFalse();
        assertThat(watch.doubtful()).contains("a").doesNotContain("c");
        assertThat(watch.whyNothingMayCome("a/new")).isPresent();
        assertThat(watch.whyNothingMayCome("c/new")).isEmpty();
        assertThat(watch.whyNothingMayCome("d/new")).isEmpty();
        assertThat(watch.whyNothingMayCome("c/file/new")).isEmpty();
        watch.accept(Set.of("a"));
        scan();
        assertThat(watch.why("a/b/file")).isPresent();
        watch.accept(Set.of());
        scan();
        assertThat(watch.why("a/b/file")).isEmpty();
        assertThat(watch.isOnOtherDisk("a/b/file")).isFalse();
    }

    /** A download may come before the scan does. */
    @Test
    void aDiskThatIsNotMountedIsLookedForBeforeAnythingComes() throws IOException {
        wasADisk("a/b");
        watch.begin();
        assertThat(watch.why("a/b/new")).isPresent();
        assertThat(watch.whyNothingMayCome("a/b/new")).isPresent();
        assertThat(watch.whyNothingMayCome("a/new")).isEmpty();
    }

    @Test
    void nothingComesIntoAnotherDirectoryThatTheScanHasNotMetYet() throws IOException {
        Files.move(folder.resolve("a"), temp.resolve("aside"));
        Files.createDirectory(folder.resolve("a"));
        watch.begin();
        assertThat(watch.why("a/new")).isEmpty();
        assertThat(watch.whyNothingMayCome("a/new")).isPresent();
    }

    @Test
    void nothingComesIntoAnotherDirectoryBelowOneThatIsItself() throws IOException {
        Files.move(folder.resolve("a/b"), temp.resolve("aside"));
        Files.createDirectory(folder.resolve("a/b"));
        watch.begin();
        assertThat(watch.whyNothingMayCome("a/new")).isEmpty();
        assertThat(watch.whyNothingMayCome("a/b/new")).isPresent();
    }

    @Test
    void aDiskThatIsForgottenMayComeBackAsADirectory() throws IOException {
        wasADisk("gone");
        scan();
        watch.accept(Set.of());
        assertThat(index.ledger().directories().fileSystems()).isEmpty();
        Files.createDirectory(folder.resolve("gone"));
        watch.begin();
        watch.meets("gone", FileStat.of(folder.resolve("gone")));
        assertThat(watch.why("gone/file")).isEmpty();
    }

    @Test
    void aDiskWhoseDirectoryIsGoneIsStrangeToo() throws IOException {
        wasADisk("gone");
        scan();
        assertThat(watch.why("gone/file")).isPresent();
        assertThat(watch.isOnOtherDisk("gone/file")).isTrue();
        watch.accept(Set.of("gone"));
        scan();
        assertThat(watch.why("gone/file")).isPresent();
        watch.accept(Set.of());
        scan();
        assertThat(watch.why("gone/file")).isEmpty();
    }

    @Test
    void aDiskThatGoesWhileItIsScannedIsSeenAfterwards() throws IOException {
        scan();
        index.ledger().directories().record("a", new Identity("tmpfs films", 5));
        assertThat(watch.why("a/b/file")).isEmpty();
        watch.lookAgain();
        assertThat(watch.why("a/b/file")).isPresent();
        assertThat(watch.why("c/file")).isEmpty();
    }

    @Test
    void aDiskThatIsStillThereIsNotStrangeAfterwards() throws IOException {
        scan();
        FileStat now = FileStat.of(folder.resolve("a"));
        FileStat disk = new FileStat(now.kind(), now.version(), now.device() + 1);
        watch.meets("a", disk);
        assertThat(index.ledger().directories().fileSystems()).isEmpty();
        watch.accept(Set.of());
        assertThat(index.ledger().directories().fileSystems()).contains("a");
        Files.move(folder.resolve("a"), temp.resolve("aside"));
        watch.begin();
        assertThat(watch.why("a/b/file")).isPresent();
        watch.lookAgain();
        assertThat(watch.why("a/b/file")).isPresent();
    }

    /** A directory above a path, down to the last, and nothing else. */
    @Test
    void aShortNameAboveAPathCounts() throws IOException {
        Files.move(folder.resolve("c"), temp.resolve("aside"));
        Files.createDirectory(folder.resolve("c"));
        scan();
        assertThat(watch.why("c/f")).isPresent();
        assertThat(watch.changedAbove("c/f")).containsExactly("c");
        assertThat(watch.changedAbove("cc/f")).isEmpty();
        assertThat(watch.isDoubtful("c/f")).isTrue();
        Files.writeString(folder.resolve("c/f"), "f");
        scan();
        assertThat(watch.why("c/f")).isEmpty();
        assertThat(watch.isDoubtful("c/f")).isTrue();
        assertThat(watch.whyNothingMayCome("c/f/below-a-file")).isEmpty();
    }

    @Test
    void newFilesProveNothingWhereADirectoryMayBeAnother() throws IOException {
        watch.noteNewContent("a/before", "a/before");
        assertThat(watch.isFresh("a/before")).isFalse();
        wasADisk("a");
        scan();
        watch.noteNewContent("a/new", "a/new");
        watch.noteNewContent("c/new", "c/new");
        watch.noteNewContent("top", "top");
        assertThat(watch.isFresh("a/new")).isTrue();
        assertThat(watch.isFresh("c/new")).isFalse();
        assertThat(watch.isFresh("top")).isFalse();
        scan();
        assertThat(watch.isFresh("a/new")).isFalse();
    }

    @Test
    void whatIsDoubtedInADirectoryIsKnownUntilThatIsSettled() throws IOException {
        Entry entry = new Entry(new RelativePath("a/b/file"), null, null, null);
        Files.move(folder.resolve("a"), temp.resolve("aside"));
        Files.createDirectories(folder.resolve("a/b"));
        Files.writeString(folder.resolve("a/b/file"), "other");
        scan();
        assertThat(watch.isDoubtful("a/b/file")).isTrue();
        assertThat(watch.isDoubtful("c/file")).isFalse();
        watch.noteDoubted(entry);
        assertThat(watch.doubtedBelow(Set.of())).containsExactly(entry);
        assertThat(watch.doubtedBelow(Set.of("a"))).isEmpty();
        assertThat(watch.doubtedBelow(Set.of("c"))).containsExactly(entry);
        watch.accept(Set.of());
        scan();
        assertThat(watch.isDoubtful("a/b/file")).isFalse();
        assertThat(watch.doubtedBelow(Set.of())).isEmpty();
    }
}
