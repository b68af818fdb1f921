package dev.caravan.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RelativePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderTest {
    private static final RelativePath A = new RelativePath("a.txt");

    @TempDir
    Path temp;

    Path root;
    Folder folder;
    Trash.Bin bin;

    @BeforeEach
    void create() throws IOException {
        root = Files.createDirectory(temp.resolve("root"));
        folder = new Folder(root, false, Spelling.EXACT);
        bin = new Trash(root.resolve(".caravan/trash")).bin(Instant.parse("2026-11-22T01:02:03Z"));
    }

    @Test
    void seesFilesAndWhatIsNone() throws IOException {
        Files.writeString(root.resolve("a.txt"), "abc");
        Files.createDirectory(root.resolve("d"));
        assertThat(folder.look(A)).map(LocalVersion::size).contains(3L);
        assertThat(folder.look(new RelativePath("b"))).isEmpty();
        assertThat(folder.look(new RelativePath("d")))
                .as("a directory is no file")
                .isEmpty();
        assertThat(folder.look(new RelativePath("x/y/z"))).isEmpty();
        assertThat(folder.look(new RelativePath("a.txt/b")))
                .as("below a file is nothing")
                .isEmpty();
    }

    @Test
    void seesAnotherVersionWhereMtimeWasSetBack() throws IOException {
        Path file = Files.writeString(root.resolve("a.txt"), "abc");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        LocalVersion before = folder.look(A).orElseThrow();
        Files.writeString(file, "xyz");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        assertThat(folder.look(A)).isPresent().get().isNotEqualTo(before);
    }

    @Test
    void refusesLinksAndDevices() throws Exception {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "s");
        Files.createSymbolicLink(root.resolve("link"), outside.resolve("secret"));
        Files.createSymbolicLink(root.resolve("dir"), outside);
        assertThat(new ProcessBuilder("mkfifo", root.resolve("fifo").toString())
                        .start()
                        .waitFor())
                .isZero();
        for (String path : new String[] {"link", "dir/secret", "fifo"}) {
            assertThatExceptionOfType(ObstructedException.class).isThrownBy(() -> folder.look(new RelativePath(path)));
        }
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> folder.open(new RelativePath("link")));
        assertThatExceptionOfType(ObstructedException.class)
                .isThrownBy(() -> folder.put(partial("p"), new RelativePath("dir/new"), Optional.empty(), bin));
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void followsLinksThatStayInsideWhereItIsTold() throws IOException {
        Files.writeString(Files.createDirectory(root.resolve("d")).resolve("f"), "abc");
        Files.createSymbolicLink(root.resolve("inside"), root.resolve("d/f"));
        Files.createSymbolicLink(root.resolve("outside"), temp);
        Folder following = new Folder(root, true, Spelling.EXACT);
        assertThat(following.look(new RelativePath("inside")))
                .map(LocalVersion::size)
                .contains(3L);
        assertThatExceptionOfType(ObstructedException.class)
                .isThrownBy(() -> following.look(new RelativePath("outside/x")));
    }

    @Test
    void putsANewFileInPlaceWithItsDirectories() throws IOException {
        LocalVersion put = folder.put(partial("new"), new RelativePath("x/y/a.txt"), Optional.empty(), bin);
        assertThat(root.resolve("x/y/a.txt")).hasContent("new");
        assertThat(folder.look(new RelativePath("x/y/a.txt"))).contains(put);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3600})
    void putsAVersionInPlaceOfTheExpectedOneAndKeepsThat(long secondsOld) throws IOException {
        LocalVersion old = file("a.txt", "old", secondsOld);
        LocalVersion put = folder.put(partial("new"), A, Optional.of(old), bin);
        assertThat(root.resolve("a.txt")).hasContent("new");
        assertThat(folder.look(A)).contains(put);
        assertThat(root.resolve(".caravan/trash/2026-11-22T01-02-03.000Z/a.txt"))
                .hasContent("old");
    }

    @Test
    void putsNothingOverAnotherVersion() throws IOException {
        LocalVersion old = file("a.txt", "old", 3600);
        Files.writeString(root.resolve("a.txt"), "edited");
        Path partial = partial("new");
        assertThatExceptionOfType(ChangedException.class)
                .isThrownBy(() -> folder.put(partial, A, Optional.of(old), bin));
        assertThatExceptionOfType(ChangedException.class)
                .isThrownBy(() -> folder.put(partial, A, Optional.empty(), bin));
        assertThat(root.resolve("a.txt")).hasContent("edited");
    }

    @Test
    void putsNothingInPlaceOfADirectoryOrBelowAFile() throws IOException {
        Files.createDirectory(root.resolve("d"));
        file("f", "file", 0);
        Path partial = partial("new");
        assertThatExceptionOfType(ObstructedException.class)
                .isThrownBy(() -> folder.put(partial, new RelativePath("d"), Optional.empty(), bin));
        assertThatExceptionOfType(ObstructedException.class)
                .isThrownBy(() -> folder.put(partial, new RelativePath("f/x"), Optional.empty(), bin));
        assertThat(root.resolve("f")).hasContent("file");
    }

    @Test
    void removesTheExpectedVersionIntoTheTrashAndEmptyDirectoriesWithIt() throws IOException {
        LocalVersion version = file("x/y/a.txt", "bye", 0);
        file("x/stay.txt", "s", 0);
        Path kept = folder.remove(new RelativePath("x/y/a.txt"), version, bin, directory -> false);
        assertThat(kept).hasContent("bye").isEqualTo(root.resolve(".caravan/trash/2026-11-22T01-02-03.000Z/x/y/a.txt"));
        assertThat(root.resolve("x/y")).doesNotExist();
        assertThat(root.resolve("x/stay.txt")).exists();
    }

    @Test
    void keepsAnEmptyDirectoryThatIsToStay() throws IOException {
        LocalVersion version = file("x/y/a.txt", "bye", 0);
        folder.remove(new RelativePath("x/y/a.txt"), version, bin, new RelativePath("x/y")::equals);
        assertThat(root.resolve("x/y")).isEmptyDirectory();
    }

    @Test
    void removesNothingElse() throws IOException {
        LocalVersion version = file("a.txt", "old", 0);
        Files.writeString(root.resolve("a.txt"), "edited");
        assertThatExceptionOfType(ChangedException.class)
                .isThrownBy(() -> folder.remove(A, version, bin, directory -> false));
        assertThat(root.resolve("a.txt")).hasContent("edited");
    }

    @Test
    void keepsEveryVersionThatWasRemovedInOnePass() throws IOException {
        folder.remove(A, file("a.txt", "1", 0), bin, directory -> false);
        folder.remove(A, file("a.txt", "2", 0), bin, directory -> false);
        folder.remove(new RelativePath("a.txt/b"), file("a.txt/b", "3", 0), bin, directory -> false);
        try (var files = Files.walk(root.resolve(".caravan/trash")).filter(Files::isRegularFile)) {
            assertThat(files.map(FolderTest::read)).containsExactlyInAnyOrder("1", "2", "3");
        }
    }

    @Test
    void renamesWithoutTouchingANameThatIsTaken() throws IOException {
        LocalVersion version = file("a.txt", "a", 0);
        folder.rename(A, new RelativePath("b.txt"), version);
        assertThat(root.resolve("b.txt")).hasContent("a");
        assertThat(root.resolve("a.txt")).doesNotExist();

        LocalVersion again = file("a.txt", "again", 0);
        assertThatExceptionOfType(ChangedException.class)
                .isThrownBy(() -> folder.rename(A, new RelativePath("b.txt"), again));
        assertThat(root.resolve("b.txt")).hasContent("a");
        try (var files = Files.walk(root).filter(Files::isRegularFile)) {
            assertThat(files.map(FolderTest::read)).as("nothing is lost").contains("again");
        }
    }

    /** Somebody saves over and over while versions are put in place: each save is somewhere afterwards. */
    @Test
    void losesNoSaveThatComesBetween() throws Exception {
        for (int round = 0; round < 600; round++) {
            String save = "save " + round;
            LocalVersion expected = file("a.txt", "old " + round, round % 2 * 3600L);
            Path partial = partial("new " + round);
            Path saved = Files.writeString(temp.resolve("saved"), save);
            Thread editor = new Thread(() -> {
                try {
                    Files.move(saved, root.resolve("a.txt"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            editor.start();
            try {
                folder.put(partial, A, Optional.of(expected), bin);
            } catch (ChangedException e) {
                // the save came first
            }
            editor.join();
            try (var files = Files.walk(root).filter(Files::isRegularFile)) {
                assertThat(files.map(FolderTest::read)).contains(save);
            }
            Files.deleteIfExists(root.resolve("a.txt"));
        }
    }

    private LocalVersion file(String name, String content, long secondsOld) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        LocalVersion version = FileStat.of(file).version();
        if (secondsOld == 0) {
            return version;
        }
        Instant then = Instant.now().minus(Duration.ofSeconds(secondsOld));
        Files.setLastModifiedTime(file, FileTime.from(then));
        return FileStat.of(file).version();
    }

    private Path partial(String content) throws IOException {
        return Files.writeString(Files.createTempFile(root, ".partial", ""), content);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aLinkThatIsPlantedBetweenTheCheckAndTheWriteLeadsNowhere() throws Exception {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Path partials = Files.createDirectories(root.resolve(".caravan/partial"));
        Path directory = Files.createDirectory(root.resolve("d"));
        for (int i = 0; i < 50; i++) {
            Files.writeString(outside.resolve("old" + i), "outside");
            Files.writeString(directory.resolve("old" + i), "inside");
        }
        AtomicBoolean done = new AtomicBoolean();
        Thread planting = new Thread(() -> plantAgainAndAgain(directory, outside, done));
        planting.start();
        int refused = 0;
        for (int i = 0; i < 3_000 || (refused == 0 && i < 30_000); i++) {
            RelativePath path = new RelativePath(i % 3 == 0 ? "d/old" + i % 50 : "d/new" + i);
            Path partial = Files.writeString(partials.resolve("p" + i), "new " + i);
            try {
                folder.put(partial, path, folder.look(path), bin);
            } catch (IOException e) {
                refused++;
            }
        }
        done.set(true);
        planting.join();
        assertThat(refused).isPositive();
        try (var all = Files.list(outside)) {
            assertThat(all).hasSize(50).allSatisfy(file -> assertThat(file).hasContent("outside"));
        }
    }

    /** Where the directory was made anew meanwhile, that one gives way. */
    private static void putBack(Path aside, Path directory) throws IOException {
        for (int attempt = 0; Files.exists(aside); attempt++) {
            try {
                Files.move(aside, directory);
            } catch (FileSystemException e) {
                Files.move(directory, directory.resolveSibling("made" + attempt + System.nanoTime()));
            }
        }
    }

    private static void plant(Path directory, Path outside) throws IOException {
        try {
            Files.createSymbolicLink(directory, outside);
            Files.delete(directory);
        } catch (FileAlreadyExistsException e) {
            // it was made anew already
        }
    }

    private static void plantAgainAndAgain(Path directory, Path outside, AtomicBoolean done) {
        Path aside = directory.resolveSibling("aside");
        try {
            while (!done.get()) {
                Files.move(directory, aside);
                plant(directory, outside);
                putBack(aside, directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void namesThatTheFileSystemTakesForTheSameAreNoFileTwice() throws IOException {
        Folder folding = new Folder(root, false, new Spelling(true, true));
        Files.createDirectory(root.resolve("Dir"));
        Files.writeString(root.resolve("Dir/\u00e4"), "composed");
        Files.writeString(root.resolve("README"), "upper");
        for (String other : List.of("readme", "dir/b", "Dir/a\u0308", "Dir/\u00c4")) {
            RelativePath path = new RelativePath(other);
            assertThat(folding.look(path)).isEmpty();
            assertThatExceptionOfType(ObstructedException.class)
                    .isThrownBy(() ->
                            folding.put(Files.writeString(temp.resolve("partial"), "new"), path, Optional.empty(), bin))
                    .withMessageContaining("to this file system the two names are the same");
        }
        assertThat(folding.look(new RelativePath("Dir/\u00e4"))).isPresent();
        assertThat(Spelling.probe(temp).other(root, "readme")).isEmpty();
    }
}
