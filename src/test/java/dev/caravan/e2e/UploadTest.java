package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An upload mount does what the wrapper of {@code aws s3 sync} did: every interval, the folder goes to the bucket. */
class UploadTest extends SyncTest {
    @BeforeEach
    void upload() {
        sync.set("direction", "upload").set("initial-direction", "local");
    }

    @Test
    void newChangedAndDeletedFilesReachTheBucket() throws Exception {
        sync.write("a.txt", "one").write("d/b.txt", "b").write("stay", "s").start();
        awaitInStep();
        sync.write("a.txt", "two");
        sync.write("d/e/new.txt", "n");
        sync.await(() -> "two".equals(s3.content("p/a.txt")) && "n".equals(s3.content("p/d/e/new.txt")));
        sync.delete("d/b.txt");
        sync.await(() -> s3.content("p/d/b.txt") == null);
        awaitInStep();
    }

    @Test
    void anObjectThatWasDeletedInS3IsPutBack() throws Exception {
        sync.write("a.txt", "a").write("b.txt", "b").start();
        awaitInStep();
        s3.delete("p/a.txt");
        sync.await(() -> "a".equals(s3.content("p/a.txt")));
        assertThat(sync.read("a.txt")).isEqualTo("a");
    }

    @Test
    void anObjectThatWasOverwrittenInS3IsPutBackAndTheOtherVersionKept() throws Exception {
        sync.write("a.txt", "mine").start();
        awaitInStep();
        s3.put("p/a.txt", "theirs");
        sync.await(() -> "mine".equals(s3.content("p/a.txt")));
        assertThat(sync.read("a.txt")).isEqualTo("mine");
        assertThat(sync.trash()).containsEntry("a.txt", "theirs");
    }

    @Test
    void everyObjectInS3MayGoAndAllArePutBack() throws Exception {
        for (int i = 0; i < 30; i++) {
            sync.write("f" + i, "x" + i);
        }
        sync.start();
        awaitInStep();
        s3.keys().forEach(s3::delete);
        awaitInStep();
        assertThat(sync.files()).hasSize(30);
    }

    @Test
    void objectsThatNeverCameFromTheFolderAreLeftAloneAndCostNothing() throws Exception {
        s3.put("p/foreign.txt", "f");
        sync.write("a.txt", "a").start();
        sync.await(() -> "a".equals(s3.content("p/a.txt")));
        sync.awaitPasses(2);
        s3.faults().counted();
        sync.awaitPasses(2);
        assertThat(s3.faults().counted()).containsOnlyKeys("LIST");
        assertThat(s3.content("p/foreign.txt")).isEqualTo("f");
        assertThat(sync.files()).containsOnlyKeys("a.txt");
    }

    @Test
    void aFileThatMeetsAForeignObjectReplacesItAndTheObjectIsKept() throws Exception {
        s3.put("p/x.txt", "foreign");
        sync.write("a.txt", "a").start();
        sync.await(() -> "a".equals(s3.content("p/a.txt")));
        sync.write("x.txt", "mine");
        sync.await(() -> "mine".equals(s3.content("p/x.txt")));
        assertThat(sync.trash()).containsEntry("x.txt", "foreign");
    }

    @Test
    void deletesNothingWhereDeletionsAreKept() throws Exception {
        sync.set("deletions", "keep").write("a.txt", "a").write("b.txt", "b").start();
        awaitInStep();
        sync.delete("a.txt");
        sync.awaitPasses(3);
        assertThat(s3.content("p/a.txt")).isEqualTo("a");
        assertThat(sync.read("a.txt")).isNull();
        sync.write("a.txt", "again");
        sync.await(() -> "again".equals(s3.content("p/a.txt")));
    }

    @Test
    void aTouchTransfersNothing() throws Exception {
        sync.write("a.txt", "a").start();
        awaitInStep();
        sync.awaitPasses(2);
        s3.faults().counted();
        Files.setLastModifiedTime(
                sync.path("a.txt"), FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        sync.awaitPasses(3);
        assertThat(s3.faults().counted()).doesNotContainKeys("PUT", "GET");
    }

    @Test
    void aFirstRunBringsTheNewerSideWhereItIsAuto() throws Exception {
        sync.set("initial-direction", "auto").write("a.txt", "local");
        Files.setLastModifiedTime(
                sync.path("a.txt"), FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        s3.put("p/a.txt", "newer in s3");
        s3.put("p/b.txt", "only in s3");
        sync.start();
        sync.await(() -> sync.files().equals(Map.of("a.txt", "newer in s3", "b.txt", "only in s3")));
        assertThat(sync.trash()).containsEntry("a.txt", "local");
        sync.write("b.txt", "edited");
        sync.await(() -> "edited".equals(s3.content("p/b.txt")));
    }
}
