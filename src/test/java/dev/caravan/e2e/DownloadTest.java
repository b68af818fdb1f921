package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A download mount does what the poller and s3-synchronizer did: the bucket comes to the folder. */
class DownloadTest extends SyncTest {
    @BeforeEach
    void download() {
        sync.set("direction", "download").set("initial-direction", "s3");
    }

    @Test
    void newAndChangedObjectsReachTheFolder() throws Exception {
        s3.put("p/a.txt", "one");
        s3.put("p/d/b.txt", "b");
        sync.start();
        awaitInStep();
        s3.put("p/a.txt", "two");
        s3.put("p/d/e/new.txt", "n");
        awaitInStep();
        assertThat(sync.files()).isEqualTo(Map.of("a.txt", "two", "d/b.txt", "b", "d/e/new.txt", "n"));
        assertThat(sync.trash()).containsEntry("a.txt", "one");
    }

    @Test
    void whatWasDeletedInS3IsDeletedLocallyIntoTheTrash() throws Exception {
        s3.put("p/d/a.txt", "a");
        s3.put("p/b.txt", "b");
        sync.start();
        awaitInStep();
        s3.delete("p/d/a.txt");
        awaitInStep();
        // the directory goes when its file has gone
        sync.await(() -> !Files.exists(sync.path("d")));
        assertThat(sync.trash()).containsEntry("d/a.txt", "a");
    }

    @Test
    void whatWasDeletedInS3StaysWhereDeletionsAreKept() throws Exception {
        sync.set("deletions", "keep");
        s3.put("p/a.txt", "a");
        s3.put("p/b.txt", "b");
        sync.start();
        awaitInStep();
        s3.delete("p/a.txt");
        sync.awaitPasses(3);
        assertThat(sync.read("a.txt")).isEqualTo("a");
        s3.put("p/a.txt", "new");
        sync.await(() -> "new".equals(sync.read("a.txt")));
    }

    @Test
    void aFileThatWasDeletedLocallyComesBack() throws Exception {
        s3.put("p/a.txt", "a");
        s3.put("p/b.txt", "b");
        sync.start();
        awaitInStep();
        sync.delete("a.txt");
        sync.await(() -> "a".equals(sync.read("a.txt")));
        assertThat(s3.contents("p/")).hasSize(2);
    }

    @Test
    void aFileThatWasEditedLocallyIsPutBackAndTheEditKept() throws Exception {
        s3.put("p/a.txt", "a");
        sync.start();
        awaitInStep();
        sync.write("a.txt", "edited");
        sync.await(() -> "a".equals(sync.read("a.txt")));
        assertThat(sync.trash()).containsEntry("a.txt", "edited");
        assertThat(s3.content("p/a.txt")).isEqualTo("a");
    }

    @Test
    void filesThatNeverCameFromTheBucketAreLeftAlone() throws Exception {
        s3.put("p/a.txt", "a");
        sync.write("own.txt", "own").start();
        sync.await(() -> "a".equals(sync.read("a.txt")));
        sync.awaitPasses(2);
        assertThat(sync.read("own.txt")).isEqualTo("own");
        assertThat(s3.keys()).containsExactly("p/a.txt");
    }

    @Test
    void folderMarkersBecomeDirectories() throws Exception {
        s3.put("p/empty/", "");
        s3.put("p/full/", "");
        s3.put("p/full/a.txt", "a");
        s3.put("p/", "");
        sync.start();
        sync.await(() -> Files.isDirectory(sync.path("empty")) && "a".equals(sync.read("full/a.txt")));
        s3.delete("p/full/a.txt");
        s3.put("p/other", "o");
        sync.await(() -> sync.read("full/a.txt") == null);
        assertThat(sync.path("full")).as("its marker is there").isEmptyDirectory();
        s3.delete("p/empty/");
        s3.delete("p/full/");
        sync.await(() -> !Files.exists(sync.path("empty")) && !Files.exists(sync.path("full")));
    }

    @Test
    void aFileBecomesADirectoryAndADirectoryAFile() throws Exception {
        s3.put("p/x", "file");
        s3.put("p/y/z", "deep");
        s3.put("p/stay", "s");
        sync.start();
        awaitInStep();
        s3.delete("p/x");
        s3.put("p/x/1", "below");
        s3.delete("p/y/z");
        s3.put("p/y", "flat");
        awaitInStep();
        assertThat(sync.files()).isEqualTo(Map.of("x/1", "below", "y", "flat", "stay", "s"));
    }

    @Test
    @Tag("slow")
    void moreObjectsThanFitOnAPage() throws Exception {
        IntStream.range(0, 1_200).parallel().forEach(i -> s3.put("p/f" + i, "x" + i));
        assertThat(sync.once()).isTrue();
        assertThat(sync.files()).hasSize(1_200).isEqualTo(s3.contents("p/"));
        s3.faults().counted();
        assertThat(sync.once()).isTrue();
        assertThat(s3.faults().counted()).isEqualTo(Map.of("LIST", 3));
    }
}
