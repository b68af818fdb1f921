package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A two-way mount: changes on either side reach the other. */
class TwoWayTest extends SyncTest {
    @Test
    void changesOnBothSidesReachTheOther() throws Exception {
        sync.write("keep.txt", "keep").write("old/a.txt", "a").start();
        sync.await(() -> s3.contents("p/").equals(sync.files()));

        sync.write("new/deep/er.txt", "new");
        s3.put("p/from-s3.txt", "s3");
        sync.await(() -> s3.contents("p/").equals(sync.files())
                && sync.files()
                        .equals(Map.of(
                                "keep.txt", "keep", "old/a.txt", "a", "new/deep/er.txt", "new", "from-s3.txt", "s3")));

        sync.write("keep.txt", "KEEP");
        s3.put("p/from-s3.txt", "S3");
        sync.await(() -> "KEEP".equals(s3.content("p/keep.txt")) && "S3".equals(sync.read("from-s3.txt")));

        sync.delete("old/a.txt");
        s3.delete("p/from-s3.txt");
        sync.await(() -> s3.content("p/old/a.txt") == null && sync.read("from-s3.txt") == null);
        assertThat(sync.trash()).containsEntry("from-s3.txt", "S3");
    }

    /** The first attempt fails, as the store is asked whether it honours conditions; the copy of before is known for what it is. */
    @Test
    void aConflictLeavesOneCopyWhereNoETagProvesIt() throws Exception {
        sync.set("etags", "opaque");
        s3.put("p/c.txt", "1");
        sync.write("c.txt", "333");
        assertThat(sync.once()).isTrue();
        assertThat(sync.files().values()).containsExactlyInAnyOrder("1", "333");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "copy"})
    void aPersonSettlesAConflict(String kept) throws Exception {
        sync.write("d/c.txt", "old").write("other", "o").once();
        s3.put("p/d/c.txt", "theirs");
        sync.write("d/c.txt", "mine, and newer");
        sync.once();
        String copy = sync.files().keySet().stream()
                .filter(name -> name.contains(".conflict-"))
                .findFirst()
                .orElseThrow();
        Map<String, String> before = sync.files();
        assertThat(sync.command("conflicts")).contains(copy, "--keep file|copy");
        assertThat(sync.command("conflicts", "d/other.conflict-20261128-144729-h.txt", "--keep", kept))
                .contains("is no conflict copy that is listed");
        assertThat(sync.command("conflicts", copy)).startsWith("Name a copy, and one version to keep");
        assertThat(sync.command("conflicts", copy, "--keep", kept)).contains("trash. ");
        assertThat(sync.set("deletion-limit", "100%").once()).isTrue();
        String wanted = before.get(kept.equals("file") ? "d/c.txt" : copy);
        assertThat(sync.files()).isEqualTo(Map.of("d/c.txt", wanted, "other", "o"));
        assertThat(s3.content("p/d/c.txt")).isEqualTo(wanted);
        assertThat(s3.keys()).containsExactlyInAnyOrder("p/d/c.txt", "p/other");
        assertThat(sync.trash().values()).contains(before.get(kept.equals("file") ? copy : "d/c.txt"));
        assertThat(sync.command("conflicts")).isEqualTo("No conflict copies.\n");
    }

    /** The older version is a copy, whichever side it is from: who names a side gets what that side had. */
    @ParameterizedTest
    @CsvSource({"--local, true", "--local, false", "--s3, true", "--s3, false"})
    void aPersonKeepsTheVersionOfASide(String option, boolean localIsOlder) throws Exception {
        sync.write("c.txt", "old").once();
        s3.put("p/c.txt", "of S3");
        sync.write("c.txt", "of the folder");
        Instant time = Instant.now().plusSeconds(localIsOlder ? -3600 : 3600);
        Files.setLastModifiedTime(sync.path("c.txt"), FileTime.from(time));
        sync.once();
        String copy = sync.files().keySet().stream()
                .filter(name -> name.contains(".conflict-"))
                .findFirst()
                .orElseThrow();
        assertThat(sync.files().get(copy)).isEqualTo(localIsOlder ? "of the folder" : "of S3");
        sync.command("conflicts", copy, option);
        sync.set("deletion-limit", "100%").once();
        String wanted = option.equals("--local") ? "of the folder" : "of S3";
        assertThat(sync.files()).isEqualTo(Map.of("c.txt", wanted));
        assertThat(s3.contents("p/")).isEqualTo(Map.of("c.txt", wanted));
    }

    @Test
    void aPersonKeepsBothVersions() throws Exception {
        sync.write("c.txt", "old").once();
        s3.put("p/c.txt", "of S3");
        sync.write("c.txt", "of the folder, newer");
        sync.once();
        String copy = sync.files().keySet().stream()
                .filter(name -> name.contains(".conflict-"))
                .findFirst()
                .orElseThrow();
        assertThat(sync.command("conflicts", copy, "--both")).contains("Both stay; the copy is 'c.kept-");
        assertThat(sync.command("conflicts", copy, "--local", "--s3")).startsWith("Name a copy, and one version");
        assertThat(sync.command("conflicts")).isEqualTo("No conflict copies.\n");
        sync.set("deletion-limit", "100%").once();
        assertThat(sync.files().values()).containsExactlyInAnyOrder("of S3", "of the folder, newer");
        assertThat(s3.contents("p/")).isEqualTo(sync.files());
    }

    @Test
    void aDirectoryMovesOnTheOtherSideToo() throws Exception {
        sync.write("a/1.txt", "1")
                .write("a/b/2.txt", "2")
                .write("stay.txt", "s")
                .start();
        sync.await(() -> s3.contents("p/").size() == 3);

        Files.createDirectories(sync.path("x/y"));
        Files.move(sync.path("a"), sync.path("x/y/z"));
        sync.await(() -> s3.contents("p/").equals(Map.of("x/y/z/1.txt", "1", "x/y/z/b/2.txt", "2", "stay.txt", "s")));

        s3.put("p/q/1.txt", "1");
        s3.delete("p/x/y/z/1.txt");
        s3.delete("p/x/y/z/b/2.txt");
        sync.await(() -> sync.files().equals(Map.of("q/1.txt", "1", "stay.txt", "s")));
        // the directory goes when the last file in it has gone
        sync.await(() -> !Files.exists(sync.path("x")));
    }

    @Test
    void anEditOnBothSidesKeepsBothVersionsOnBothSides() throws Exception {
        sync.write("a.txt", "base").start();
        sync.await(() -> "base".equals(s3.content("p/a.txt")));
        sync.stop();

        sync.write("a.txt", "local");
        s3.put("p/a.txt", "remote");
        sync.start();
        sync.await(() -> sync.files().size() == 2 && s3.contents("p/").equals(sync.files()));
        assertThat(sync.files().values()).containsExactlyInAnyOrder("local", "remote");
        assertThat(sync.files().keySet()).anyMatch(name -> name.matches("a\\.conflict-\\d{8}-\\d{6}-.*\\.txt"));
    }

    @Test
    void anEditBeatsADeletion() throws Exception {
        sync.write("a.txt", "a").write("b.txt", "b").start();
        sync.await(() -> s3.contents("p/").size() == 2);
        sync.stop();

        sync.write("a.txt", "edited");
        s3.delete("p/a.txt");
        sync.delete("b.txt");
        s3.put("p/b.txt", "edited");
        sync.start();
        sync.await(() -> s3.contents("p/").equals(Map.of("a.txt", "edited", "b.txt", "edited"))
                && s3.contents("p/").equals(sync.files()));
    }

    @Test
    void aQuietPassSendsNothingButLists() throws Exception {
        sync.write("a.txt", "a").write("b/c.txt", "c").start();
        sync.await(() -> s3.contents("p/").size() == 2);
        sync.awaitPasses(2);
        s3.faults().counted();
        sync.awaitPasses(3);
        assertThat(s3.faults().counted()).containsOnlyKeys("LIST");
    }
}
