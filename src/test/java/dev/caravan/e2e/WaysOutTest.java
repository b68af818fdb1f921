package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.FaultyBlobStore;
import dev.caravan.testing.LogCapture;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The ways in which an audit from outside lost content, each as it was done. The searches find them, too: INVARIANTS.md. */
class WaysOutTest extends SyncTest {
    private static final int MANY = 60;

    private Set<String> everywhere() throws IOException {
        Set<String> all = new HashSet<>(sync.files().values());
        all.addAll(s3.contents("").values());
        all.addAll(sync.trash().values());
        return all;
    }

    private void many(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            sync.write("f" + i, "content " + i);
        }
    }

    @Test
    void whatTheTrashCannotTakeIsHeld() throws Exception {
        sync.set("trash-size", "1kB");
        sync.write("small", "small").write("large", "x".repeat(2_000)).write("other", "y".repeat(2_000));
        sync.once();
        s3.delete("p/small");
        sync.once();
        s3.delete("p/large");
        s3.put("p/other", "replaced");
        assertThat(sync.once()).isFalse();
        assertThat(sync.files()).containsEntry("large", "x".repeat(2_000)).containsEntry("other", "y".repeat(2_000));
        assertThat(sync.trash()).containsEntry("small", "small");
        assertThat(sync.command("held")).contains("large  not deleted locally because the trash is full");
        assertThat(sync.command("problems")).contains("other  cannot be brought in step: the trash is full");
        sync.command("approve");
        sync.set("trash-size", "1MB");
        assertThat(sync.once()).isTrue();
        assertThat(sync.files()).isEqualTo(Map.of("other", "replaced"));
        assertThat(sync.trash()).containsOnlyKeys("small", "large", "other");
    }

    @Test
    void aPassingRefusalDoesNotEndConditions() throws Exception {
        sync.set("conditional-writes", "true").setGlobal("transfers.concurrency", "1");
        sync.write("a", "a1").write("b", "b1");
        sync.once();
        AtomicInteger puts = new AtomicInteger();
        s3.faults().add((operation, key) -> {
            if (operation.equals("PUT") && key.equals("p/a") && puts.getAndIncrement() == 0) {
                throw FaultyBlobStore.refusal(400, "ExpiredToken");
            }
            if (operation.equals("PUT") && key.equals("p/b") && puts.getAndIncrement() == 1) {
                s3.memory().swap(S3Server.BUCKET, "p/b", "a colleague's");
            }
        });
        sync.write("a", "a2");
        sync.once();
        sync.write("b", "b2");
        sync.once();
        sync.once();
        assertThat(everywhere()).contains("a colleague's", "b2");
    }

    @Test
    void aPassingConflictProvesNoConditions() throws Exception {
        s3.faults().conditions("IGNORED");
        sync.write("a", "a1");
        sync.once();
        AtomicBoolean once = new AtomicBoolean();
        s3.faults().add((operation, key) -> {
            if (operation.equals("PUT") && !once.getAndSet(true)) {
                throw FaultyBlobStore.refusal(409, "OperationAborted");
            }
        });
        sync.write("a", "a2");
        sync.once();
        s3.faults().counted();
        sync.write("a", "a3");
        sync.once();
        assertThat(s3.faults().counted()).as("each write is preceded by a look").containsKey("HEAD");
    }

    @Test
    void extrasAreJudgedByTheGuard() throws Exception {
        for (int i = 0; i < MANY; i++) {
            s3.memory().plant(S3Server.BUCKET, "p/f" + i, "content " + i);
        }
        sync.set("direction", "upload").set("initial-direction", "local").set("initial-extras", "trash");
        sync.once();
        assertThat(s3.keys()).as("an empty folder").hasSize(MANY);
        assertThat(sync.command("held"))
                .contains(MANY + " deletions held", "nothing that the bucket holds is in the folder");
    }

    @Test
    void aMistypedPrefixTrashesNothing() throws Exception {
        for (int i = 0; i < 6; i++) {
            sync.write("f" + i, "content " + i);
        }
        sync.set("direction", "download")
                .set("initial-direction", "s3")
                .set("initial-extras", "trash")
                .set("prefix", "mistyped");
        sync.once();
        assertThat(sync.files()).hasSize(6);
        assertThat(sync.command("held")).contains("6 deletions held");
    }

    @Test
    void deletionsThatAreKeptAreKeptOnAFirstRunToo() throws Exception {
        sync.write("mine", "mine");
        s3.put("p/theirs", "theirs");
        sync.set("direction", "upload")
                .set("initial-direction", "local")
                .set("initial-extras", "trash")
                .set("deletions", "keep");
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).containsKeys("mine", "theirs");
    }

    @Test
    void aDamagedIndexIsNoFirstRunWithExtras() throws Exception {
        sync.set("direction", "upload").set("initial-direction", "local").set("initial-extras", "trash");
        many(20);
        sync.once();
        s3.put("p/new", "a colleague's");
        Files.writeString(sync.path(".caravan/index.db"), "damaged, and long enough to be looked at".repeat(100));
        Files.deleteIfExists(sync.path(".caravan/index.db-wal"));
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).containsEntry("new", "a colleague's");
        sync.once();
        assertThat(s3.contents("p/")).containsEntry("new", "a colleague's");
    }

    @Test
    @Tag("slow")
    void aFileThatNeverRestsKeepsNoFirstRunOpen() throws Exception {
        sync.set("direction", "upload")
                .set("initial-direction", "local")
                .set("initial-extras", "trash")
                .set("settle", "1h");
        sync.write("growing.log", "more and more").write("done", "done");
        Files.setLastModifiedTime(sync.path("done"), FileTime.from(Instant.now().minusSeconds(86_400)));
        assertThat(sync.once()).isFalse();
        s3.put("p/later", "a colleague's");
        sync.once();
        assertThat(s3.contents("p/")).containsEntry("later", "a colleague's");
        sync.set("settle", "1ms");
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/"))
                .containsEntry("growing.log", "more and more")
                .containsKey("later");
    }

    @Test
    void whatAnUndoLeftUnlikeIsCopiedBeforeItGoes() throws Exception {
        sync.set("direction", "upload");
        sync.write("a", "mine").write("b", "mine too");
        sync.once();
        s3.put("p/a", "foreign a");
        s3.put("p/b", "foreign b");
        sync.once();
        sync.command("undo");
        sync.once();
        assertThat(s3.contents("p/")).containsEntry("a", "foreign a").containsEntry("b", "foreign b");
        assertThat(sync.command("doctor")).contains("0 paths in step", "2 paths unlike on purpose");
        sync.write("a", "mine, edited");
        sync.delete("b");
        sync.once();
        assertThat(s3.contents("p/")).isEqualTo(Map.of("a", "mine, edited"));
        assertThat(sync.trash()).containsValues("foreign a", "foreign b");
    }

    @Test
    void directoriesThatTradePlacesAreSeen() throws Exception {
        Instant time = Instant.parse("2026-01-02T03:04:05Z");
        for (int i = 0; i < 20; i++) {
            for (String side : new String[] {"a", "b"}) {
                sync.write(side + "/" + i, side + " has " + String.format("%02d", i));
                Files.setLastModifiedTime(sync.path(side + "/" + i), FileTime.from(time));
            }
        }
        assertThat(sync.once()).isTrue();
        Files.move(sync.path("a"), sync.path("t"));
        Files.move(sync.path("b"), sync.path("a"));
        Files.move(sync.path("t"), sync.path("b"));
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).isEqualTo(sync.files());
    }

    @Test
    void folderMarkersAreNoFiles() throws Exception {
        many(MANY);
        for (int i = 0; i < 200; i++) {
            s3.memory().plant(S3Server.BUCKET, "p/d" + i + "/", "");
        }
        sync.once();
        for (int i = 0; i < 57; i++) {
            s3.delete("p/f" + i);
        }
        sync.once();
        assertThat(sync.files()).hasSize(MANY);
        assertThat(sync.command("held")).contains("57 of 60 paths vanished");
    }

    @Test
    void survivorsThatWereThereBeforeExcuseNone() throws Exception {
        for (int i = 0; i < 100; i++) {
            sync.write("f" + i, "all alike");
        }
        sync.once();
        for (int i = 0; i < 90; i++) {
            sync.delete("f" + i);
        }
        sync.once();
        assertThat(s3.keys()).hasSize(100);
        assertThat(sync.command("held")).contains("90 deletions held", "90 of 100 paths vanished");
    }

    @Test
    void aSlowDripIsHeldToo() throws Exception {
        many(109);
        sync.once();
        int left = 109;
        for (int pass = 0; pass < 8; pass++) {
            int goes = left * 45 / 100;
            for (int i = 0; i < goes; i++) {
                left--;
                sync.delete("f" + left);
            }
            sync.once();
        }
        assertThat(s3.keys()).hasSizeGreaterThan(50);
        assertThat(sync.command("held")).contains("within 24 hours");
    }

    @Test
    void approveTakesWhatWasListed() throws Exception {
        many(MANY);
        sync.once();
        for (int i = 0; i < 40; i++) {
            sync.delete("f" + i);
        }
        sync.once();
        assertThat(sync.command("held")).contains("40 deletions held");
        for (int i = 40; i < 55; i++) {
            sync.delete("f" + i);
        }
        sync.once();
        assertThat(sync.command("approve")).contains("40 deletions approved", "15 more deletions came to be held");
        sync.once();
        assertThat(s3.keys()).hasSize(20);
        assertThat(sync.command("approve", "f4[0-4]")).contains("0 deletions approved");
        sync.command("held");
        assertThat(sync.command("approve", "f4[0-4]", "f50")).contains("6 deletions approved");
        assertThat(sync.command("reject", "f5[1-4]")).contains("4 deletions rejected");
        sync.once();
        assertThat(s3.keys()).hasSize(14);
        assertThat(sync.files()).containsKeys("f51", "f54").doesNotContainKeys("f50", "f45");
    }

    @Test
    void anApprovalEndsWithWhatItWasFor() throws Exception {
        many(MANY);
        sync.once();
        for (int i = 0; i < 40; i++) {
            sync.delete("f" + i);
        }
        sync.once();
        sync.command("held");
        sync.command("approve");
        assertThat(sync.once()).isTrue();
        assertThat(sync.command("held")).contains("No deletion is held");
        for (int i = 0; i < 40; i++) {
            sync.write("f" + i, "written anew " + i);
        }
        sync.once();
        for (int i = 0; i < 40; i++) {
            sync.delete("f" + i);
        }
        sync.once();
        assertThat(s3.keys()).hasSize(MANY);
    }

    @Test
    void extrasAreHeldWhereNothingIsAlike() throws Exception {
        sync.write("mine", "mine");
        for (int i = 0; i < 6; i++) {
            s3.put("p/theirs" + i, "theirs " + i);
        }
        sync.set("direction", "upload").set("initial-direction", "local").set("initial-extras", "trash");
        sync.once();
        assertThat(s3.keys()).hasSize(7);
        assertThat(sync.command("held")).contains("nothing that the bucket holds is in the folder");
    }

    @Test
    void afterTheLossOfAnIndexWhatDiffersIsKeptTwice() throws Exception {
        sync.write("a", "both").write("b", "both");
        sync.once();
        sync.write("a", "edited here");
        s3.put("p/a", "edited there");
        Files.delete(sync.path(".caravan/index.db"));
        assertThat(sync.once()).isTrue();
        assertThat(sync.files().values()).contains("edited here", "edited there");
        assertThat(s3.contents("p/")).isEqualTo(sync.files());
    }

    @Test
    void anEndpointWithASlashIsTheSame() throws Exception {
        sync.write("a", "a");
        sync.once();
        sync.set("endpoint", s3.endpoint() + "/");
        try (LogCapture log = new LogCapture()) {
            assertThat(sync.once()).isTrue();
            assertThat(log.has("starts anew")).isFalse();
        }
    }

    @Test
    void aConflictCopyHasItsNameAtOnce() throws Exception {
        sync.write("a", "a");
        sync.once();
        Files.writeString(sync.path("a"), "mine, older");
        Files.setLastModifiedTime(sync.path("a"), FileTime.from(Instant.now().minusSeconds(3600)));
        s3.put("p/a", "theirs");
        s3.faults().fail("GET", 403, 100);
        sync.once();
        assertThat(sync.files()).containsValue("mine, older");
        assertThat(sync.trash()).isEmpty();
        s3.faults().heal();
        sync.once();
        assertThat(sync.files().values()).contains("mine, older", "theirs");
    }

    @Test
    void anUndoThatIsRefusedStaysOpen() throws Exception {
        sync.set("trash-prefix", ".trash").write("a", "a").write("b", "b");
        sync.once();
        sync.delete("a");
        sync.once();
        assertThat(sync.command("undo")).contains("0 files and 1 object can be brought back");
        s3.faults().fail("PUT", 403, 1);
        assertThat(sync.once()).isFalse();
        assertThat(sync.command("problems")).contains("a  left alone because it cannot be brought back");
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).containsEntry("a", "a");
    }

    @Test
    void anUndoWhoseSourceIsGoneIsNotCounted() throws Exception {
        sync.write("a", "a").write("b", "b");
        sync.once();
        s3.delete("p/a");
        sync.once();
        sync.command("undo");
        Path kept;
        try (var all = Files.walk(sync.path(".caravan/trash"))) {
            kept = all.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        s3.faults().fail("LIST", 403, 1);
        sync.once();
        s3.faults().heal();
        sync.command("undo");
        Files.deleteIfExists(kept);
        try (LogCapture log = new LogCapture()) {
            sync.once();
            assertThat(log.has("1 brought back") && !Files.exists(sync.path("a")))
                    .isFalse();
        }
    }

    @Test
    void aDirectoryWithABackslashIsToldOrSynchronized() throws Exception {
        sync.write("dir\\x/a", "backslash").write("dir/x/a", "slash");
        sync.once();
        boolean told = sync.command("problems").contains("dir\\x");
        assertThat(told || s3.contents("p/").containsKey("dir\\x/a")).isTrue();
        assertThat(s3.contents("p/")).containsEntry("dir/x/a", "slash");
    }

    @Test
    void anUploadWhoseIdNeverCameIsAborted() throws Exception {
        sync.setGlobal("transfers.multipart-threshold", "5MB").setGlobal("transfers.part-size", "5MB");
        sync.write("large", "x".repeat(6 << 20));
        s3.faults().addLate((operation, key) -> {
            if (operation.equals("CREATE")) {
                throw FaultyBlobStore.refusal(403, "AccessDenied");
            }
        });
        sync.once();
        assertThat(s3.memory().listMultipartUploads(S3Server.BUCKET)).isEmpty();
        s3.faults().heal();
        assertThat(sync.once()).isTrue();
        assertThat(s3.memory().listMultipartUploads(S3Server.BUCKET)).isEmpty();
    }

    @Test
    void anEmptyPlaceToMountAtIsNoFirstRun() throws Exception {
        many(20);
        sync.once();
        Path disk = temp.resolve("disk");
        Files.move(sync.path(""), disk);
        Files.createDirectory(sync.path(""));
        assertThat(sync.once()).isFalse();
        assertThat(s3.keys()).hasSize(20);
        assertThat(sync.path("")).isEmptyDirectory();
        Files.delete(sync.path(""));
        Files.move(disk, sync.path(""));
        assertThat(sync.once()).isTrue();
    }

    @Test
    void aRejectedDeletionOfADownloadMountKeepsTheFiles() throws Exception {
        sync.set("direction", "download").set("initial-direction", "s3");
        for (int i = 0; i < 30; i++) {
            s3.memory().plant(S3Server.BUCKET, "p/f" + i, "content " + i);
        }
        sync.once();
        for (int i = 0; i < 20; i++) {
            s3.delete("p/f" + i);
        }
        sync.once();
        sync.command("held");
        sync.command("reject");
        s3.faults().counted();
        assertThat(sync.once()).isTrue();
        assertThat(s3.faults().counted()).containsOnlyKeys("LIST");
        assertThat(sync.files()).hasSize(30);
        assertThat(s3.keys()).hasSize(10);
        assertThat(sync.command("doctor"))
                .contains("20 paths unlike on purpose")
                .doesNotContain("versions");
        sync.once();
        assertThat(sync.command("held")).contains("No deletion");
    }
}
