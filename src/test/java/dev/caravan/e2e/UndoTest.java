package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What was deleted or replaced lies somewhere, and comes back when somebody asks. */
class UndoTest extends SyncTest {
    @BeforeEach
    void inStep() throws Exception {
        sync.write("a", "a1").write("d/b", "b1").write("c", "c1").write("e", "e1");
        assertThat(sync.once()).isTrue();
    }

    @Test
    void singleFilesComeBackFromTheTrash() throws Exception {
        sync.set("deletion-limit", "100%")
                .write("d/a", "one")
                .write("d/b", "two")
                .write("keep", "three")
                .once();
        s3.put("p/d/a", "newer one");
        sync.once();
        s3.delete("p/d/a");
        s3.delete("p/d/b");
        sync.once();
        assertThat(sync.command("trash"))
                .contains("folder  d/a (3 B)", "folder  d/a (9 B)", "folder  d/b (3 B)")
                .endsWith("3 files, 15 B.\n");
        assertThat(sync.command("trash", "nothing*")).contains("'nothing*' is not in the trash.");
        assertThat(sync.command("trash", "d/b", "--json"))
                .contains("\"side\":\"folder\"")
                .hasLineCount(1);
        assertThat(sync.command("trash", "d/*", "--restore")).contains("2 files brought back.");
        assertThat(sync.files()).containsEntry("d/a", "newer one").containsEntry("d/b", "two");
        assertThat(sync.command("trash", "d/a", "--restore"))
                .contains("'d/a' stays in the trash: a file of this name is there");
        assertThat(sync.once()).isTrue();
        assertThat(s3.keys()).contains("p/d/a", "p/d/b");
        assertThat(sync.trash()).hasSize(2);
    }

    @Test
    void aFileThatADownloadReplacedComesBack() throws Exception {
        s3.put("p/a", "a2");
        sync.once();
        assertThat(sync.files()).containsEntry("a", "a2");
        assertThat(sync.command("undo")).startsWith("What passes since 2");
        assertThat(sync.once()).isTrue();
        assertThat(sync.files()).containsEntry("a", "a1");
        assertThat(s3.contents("p/")).isEqualTo(sync.files());
        assertThat(sync.trash()).containsEntry("a", "a2");
    }

    @Test
    void aFileThatWasDeletedBecauseItsObjectWasComesBack() throws Exception {
        s3.delete("p/d/b");
        sync.once();
        assertThat(sync.files()).doesNotContainKey("d/b");
        sync.command("undo");
        sync.once();
        assertThat(sync.files()).containsEntry("d/b", "b1");
        assertThat(s3.contents("p/")).containsEntry("d/b", "b1");
    }

    @Test
    void undoOfADownloadMountIsNotRepairedAway() throws Exception {
        sync.set("direction", "download");
        sync.once();
        s3.put("p/a", "a2");
        s3.delete("p/c");
        sync.once();
        sync.command("undo");
        sync.once();
        assertThat(sync.files()).containsEntry("a", "a1").containsEntry("c", "c1");
        sync.once();
        assertThat(sync.files()).containsEntry("a", "a1").containsEntry("c", "c1");
        s3.put("p/a", "a3");
        sync.once();
        assertThat(sync.files()).containsEntry("a", "a3");
    }

    @Test
    void whatAnUploadMountRepairedComesBackInTheBucket() throws Exception {
        sync.set("direction", "upload");
        sync.once();
        s3.put("p/a", "somebody else's");
        sync.once();
        assertThat(s3.contents("p/")).containsEntry("a", "a1");
        sync.command("undo");
        sync.once();
        assertThat(s3.contents("p/")).containsEntry("a", "somebody else's");
        sync.once();
        assertThat(s3.contents("p/")).containsEntry("a", "somebody else's");
        assertThat(sync.files()).containsEntry("a", "a1");
    }

    @Test
    void undoKeepsTheObjectThatItReplaces() throws Exception {
        sync.set("direction", "upload");
        sync.once();
        s3.put("p/a", "somebody else's");
        sync.once();
        s3.put("p/a", "newer, and nowhere else");
        sync.command("undo");
        sync.once();
        assertThat(s3.contents("p/")).containsEntry("a", "somebody else's");
        assertThat(sync.trash()).containsValue("newer, and nowhere else");
    }

    @Test
    void undoFromTheBucketsTrashKeepsTheObjectThatItReplaces() throws Exception {
        sync.set("trash-prefix", ".trash");
        sync.delete("c");
        sync.once();
        s3.put("p/c", "newer, and nowhere else");
        sync.command("undo");
        sync.once();
        assertThat(s3.contents("p/")).containsEntry("c", "c1");
        assertThat(s3.contents(".trash/")).containsValue("newer, and nowhere else");
    }

    @Test
    void undoFindsWhatLiesBelowATrashPrefixOfBefore() throws Exception {
        sync.set("trash-prefix", ".trash");
        sync.delete("c");
        sync.once();
        sync.set("trash-prefix", "kept");
        sync.once();
        assertThat(sync.command("undo")).contains("0 files and 1 object can be brought back");
        sync.once();
        assertThat(s3.contents("p/")).containsEntry("c", "c1");
    }

    @Test
    @Tag("slow")
    void anInterruptedUndoGoesOnWhereItStopped() throws Exception {
        sync.set("trash-prefix", ".trash");
        s3.put("p/a", "a2");
        sync.once();
        s3.put("p/a", "a3");
        sync.delete("c");
        sync.once();
        sync.command("undo", "--since", "1h");
        s3.faults().fail("COPY", 500, 20);
        assertThat(sync.once()).isFalse();
        assertThat(sync.files()).as("the first step is done").containsEntry("a", "a1");
        s3.faults().heal();
        assertThat(sync.once()).isTrue();
        assertThat(sync.files()).containsEntry("a", "a1").containsEntry("c", "c1");
        assertThat(s3.contents("p/")).isEqualTo(sync.files());
        try (var all = Files.walk(sync.path(".caravan/trash"))) {
            assertThat(all.filter(Files::isRegularFile).map(UndoTest::read)).containsExactlyInAnyOrder("a2", "a3");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void withATrashPrefixObjectsComeBack() throws Exception {
        sync.set("trash-prefix", "p/.trash");
        sync.write("a", "a2");
        sync.delete("c");
        sync.once();
        assertThat(s3.contents("p/.trash/")).hasSize(2).containsValues("a1", "c1");
        assertThat(sync.files()).hasSize(3);
        sync.command("undo");
        sync.once();
        assertThat(sync.files())
                .containsEntry("a", "a1")
                .containsEntry("c", "c1")
                .hasSize(4);
        assertThat(sync.trash()).containsEntry("a", "a2");
    }

    @Test
    void withoutVersionsAndTrashPrefixItSaysSo() throws Exception {
        sync.delete("c");
        sync.once();
        assertThat(sync.command("undo"))
                .startsWith("Nothing that passes since 2")
                .contains("1 object cannot, as neither a version of the bucket nor a trash-prefix holds them");
        assertThat(sync.once()).isTrue();
        assertThat(sync.command("problems")).startsWith("No problems");
    }

    @Test
    void undoOfSeveralPassesBringsBackTheOldest() throws Exception {
        s3.put("p/a", "a2");
        sync.once();
        s3.put("p/a", "a3");
        sync.once();
        sync.command("undo", "--since", "1h");
        sync.once();
        assertThat(sync.files()).containsEntry("a", "a1");
        try (var all = Files.walk(sync.path(".caravan/trash"))) {
            assertThat(all.filter(Files::isRegularFile)).hasSize(2);
        }
    }

    @Test
    void whereTheOldestIsNowhereTheNextOneComesBack() throws Exception {
        sync.delete("c");
        sync.once();
        sync.set("direction", "upload");
        s3.put("p/c", "somebody else's");
        sync.write("c", "mine");
        sync.once();
        assertThat(s3.contents("p/")).containsEntry("c", "mine");
        assertThat(sync.command("undo", "--since", "1h")).contains("0 files and 1 object can be brought back.");
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).containsEntry("c", "somebody else's");
    }

    @Test
    void oldTrashGoesAndTheNewestStays() throws Exception {
        s3.put("p/a", "a2");
        sync.once();
        sync.set("trash-minimum-age", "1ms").set("trash-retention", "1ms");
        s3.put("p/c", "c2");
        sync.once();
        assertThat(sync.trash()).isEqualTo(Map.of("c", "c1"));
        sync.set("trash-retention", "30d").set("trash-size", "2B");
        s3.put("p/e", "e2");
        sync.once();
        assertThat(sync.trash()).isEqualTo(Map.of("e", "e1"));
    }

    @Test
    void nobodyElseMayReadTheTrashAndTheIndex() throws Exception {
        s3.delete("p/d/b");
        sync.once();
        var state = sync.path(".caravan");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("index.db"))))
                .isEqualTo("rw-------");
        try (var all = Files.walk(state)) {
            assertThat(all.filter(Files::isDirectory))
                    .allMatch(directory -> mode(directory).equals("rwx------"));
        }
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theOldestConflictCopiesGoToTheTrash() throws Exception {
        sync.set("conflict-copies", "2");
        for (int i = 0; i < 4; i++) {
            s3.put("p/a", "theirs " + i);
            sync.write("a", "mine " + i);
            Files.setLastModifiedTime(
                    sync.path("a"), java.nio.file.attribute.FileTime.fromMillis(1_000_000_000L + i * 2_000_000L));
            sync.once();
        }
        sync.once();
        assertThat(sync.files().keySet())
                .filteredOn(name -> name.contains(".conflict-"))
                .hasSize(2);
        assertThat(s3.contents("p/")).isEqualTo(sync.files());
        assertThat(sync.trash()).containsValues("mine 0", "mine 1");
        assertThat(sync.command("conflicts")).contains("2 conflict copies").contains("a.conflict-1970");
    }
}
