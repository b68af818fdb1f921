package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.local.UserState;
import dev.caravan.testing.LogCapture;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

/** What Caravan takes for true is true: contents, verdicts, indexes, and that a pass was carried out. */
class EvidenceTest extends SyncTest {
    @Test
    void metadataThatAToolCopiedFromAnotherContentProveNothing() throws Exception {
        sync.set("direction", "upload").set("etags", "opaque").write("a", "mine");
        assertThat(sync.once()).isTrue();
        Map<String, String> stale = s3.metadata("p/a");
        s3.client()
                .putObject(
                        put -> put.bucket(S3Server.BUCKET).key("p/a").metadata(stale), RequestBody.fromString("hers"));
        assertThat(sync.once()).isFalse();
        assertThat(sync.command("problems")).contains("without the metadata sha256");
        sync.write("a", "edited");
        sync.once();
        assertThat(s3.content("p/a")).isEqualTo("hers");
        s3.put("p/a", "hers");
        assertThat(sync.once()).isTrue();
        assertThat(s3.content("p/a")).isEqualTo("edited");
        assertThat(sync.trash()).containsValue("hers");
    }

    @Test
    void whatAloneTheMetadataSayIsProvedByTheContent() throws Exception {
        sync.set("etags", "opaque").write("a", "alike");
        assertThat(sync.once()).isTrue();
        loseIndex();
        s3.faults().counted();
        assertThat(sync.once()).isTrue();
        assertThat(s3.faults().counted()).containsEntry("GET", 1).doesNotContainKey("PUT");
        assertThat(sync.files()).hasSize(1);
    }

    @Test
    void aPathThatIsHeldMeansItselfWhateverItMeansAsAGlob() throws Exception {
        sync.set("deletion-limit", "1%").set("deletion-limit-paths", "0");
        sync.write("report[1].txt", "1").write("report1.txt", "2").write("other", "3");
        assertThat(sync.once()).isTrue();
        sync.delete("report[1].txt");
        sync.delete("report1.txt");
        sync.once();
        sync.command("held");
        assertThat(sync.command("approve", "report[1].txt"))
                .startsWith("1 deletion approved")
                .contains("report[1].txt")
                .doesNotContain("report1.txt");
        sync.once();
        assertThat(s3.keys()).containsExactlyInAnyOrder("p/report1.txt", "p/other");
    }

    @Test
    void anIndexOfBeforeRepeatsNoVerdict() throws Exception {
        sync.set("deletion-limit", "1%")
                .set("deletion-limit-paths", "0")
                .write("a", "a")
                .write("b", "b");
        assertThat(sync.once()).isTrue();
        sync.delete("a");
        sync.once();
        sync.command("approve");
        Path index = sync.path(".caravan/index.db");
        Path backup = Files.copy(index, temp.resolve("backup"));
        assertThat(sync.once()).isTrue();
        assertThat(s3.keys()).containsExactly("p/b");
        sync.write("a", "a, once more");
        assertThat(sync.once()).isTrue();
        sync.delete("a");
        Files.copy(backup, index, StandardCopyOption.REPLACE_EXISTING);
        try (LogCapture log = new LogCapture()) {
            sync.once();
            assertThat(log.has("the index is older than the last one that this folder had"))
                    .isTrue();
        }
        assertThat(s3.contents("p/")).containsEntry("a", "a, once more");
    }

    @Test
    void aFolderThatIsMadeAnewHasNoOldIndex() throws Exception {
        sync.write("a", "a");
        assertThat(sync.once()).isTrue();
        UserState user = new UserState(System.getenv());
        Files.delete(user.record(sync.path("")));
        Files.move(sync.path(".caravan"), temp.resolve("aside"));
        try (LogCapture log = new LogCapture()) {
            assertThat(sync.once()).isTrue();
            assertThat(log.has("the index is older")).isFalse();
            assertThat(log.has("first run: ")).isTrue();
        }
    }

    @Test
    void whatLiesWhereDeletedObjectsAreCopiedIsToldAndNotDeleted() throws Exception {
        sync.write("arc/a", "a").write("arc/b", "b").write("c", "c");
        assertThat(sync.once()).isTrue();
        sync.set("trash-prefix", "p/arc");
        sync.delete("arc/a");
        s3.delete("p/arc/b");
        sync.once();
        assertThat(s3.keys()).contains("p/arc/a");
        assertThat(sync.read("arc/b")).isEqualTo("b");
        assertThat(sync.command("problems")).contains("arc", "mounts.m.trash-prefix");
    }

    @Test
    void aConflictCopyThatSomebodyEditedStays() throws Exception {
        sync.set("conflict-copies", "1").write("a", "one");
        assertThat(sync.once()).isTrue();
        conflict("mine", "hers");
        Path copy = theCopy();
        Files.writeString(copy, "edited");
        Files.setLastModifiedTime(copy, FileTime.from(Instant.now().plusSeconds(5)));
        sync.write("a.conflict-20200101-000000-me", "a note of mine");
        assertThat(sync.once()).isTrue();
        conflict("mine, again", "hers, again");
        assertThat(sync.files()).containsValues("edited", "a note of mine");
    }

    private void conflict(String mine, String hers) throws Exception {
        sync.write("a", mine);
        s3.put("p/a", hers);
        sync.once();
    }

    private Path theCopy() throws IOException {
        try (var files = Files.list(sync.path(""))) {
            return files.filter(file -> file.toString().contains(".conflict-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aPassThatCannotBeWrittenDownHasFailedAndTheNextFollows() throws Exception {
        sync.write("a", "a");
        assertThat(sync.once()).isTrue();
        sync.set("interval", "20ms").write("b", "b");
        onIndex("create trigger full before insert on entry begin select raise(abort, 'full'); end");
        assertThat(sync.once()).isFalse();
        sync.start();
        try (LogCapture log = new LogCapture()) {
            sync.await(() -> log.has("Cannot synchronize mount 'm'"));
        }
        onIndex("drop trigger full");
        sync.write("c", "c");
        sync.await(() -> s3.keys().contains("p/c"));
    }

    private void onIndex(String statement) throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + sync.path(".caravan/index.db"));
                Statement run = other.createStatement()) {
            run.execute(statement);
        }
    }

    private void loseIndex() throws IOException {
        for (String name : new String[] {"index.db", "index.db-wal", "index.db-shm"}) {
            Files.deleteIfExists(sync.path(".caravan").resolve(name));
        }
    }
}
