package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deletions that a guard stops are held, listed, and settled by a person or by themselves. */
class HeldTest extends SyncTest {
    private static final int COUNT = 30;

    @BeforeEach
    void inStep() throws Exception {
        for (int i = 0; i < COUNT; i++) {
            sync.write("f" + i, "content " + i);
        }
        assertThat(sync.once()).isTrue();
        assertThat(s3.keys()).hasSize(COUNT);
    }

    @Test
    void moreThanTheLimitIsHeldWhileCopiesGoOn() throws Exception {
        deleteLocally(20);
        sync.write("new", "new");
        assertThat(sync.once()).isTrue();
        assertThat(s3.keys()).hasSize(COUNT + 1);
        assertThat(sync.command("held"))
                .contains("f3  not deleted in S3 because 20 of 30 paths vanished from the folder", "20 deletions held")
                .contains("caravan approve m", "caravan reject m");
    }

    @Test
    void approvedDeletionsAreCarriedOut() throws Exception {
        deleteLocally(20);
        sync.once();
        assertThat(sync.command("approve")).startsWith("20 deletions approved.");
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).hasSize(10).isEqualTo(sync.files());
        sync.once();
        assertThat(sync.command("held")).isEqualToIgnoringNewLines("No deletion is held.");
    }

    @Test
    void rejectedDeletionsAreRestored() throws Exception {
        Map<String, String> before = sync.files();
        deleteLocally(20);
        sync.once();
        assertThat(sync.command("reject")).startsWith("20 deletions rejected.");
        assertThat(sync.once()).isTrue();
        assertThat(sync.files()).isEqualTo(before);
        assertThat(s3.contents("p/")).isEqualTo(before);
        sync.once();
        assertThat(sync.command("held")).isEqualToIgnoringNewLines("No deletion is held.");
    }

    @Test
    void rejectedDeletionsOfAnUploadMountAreRestoredToo() throws Exception {
        sync.set("direction", "upload");
        sync.once();
        Map<String, String> before = sync.files();
        deleteLocally(20);
        sync.once();
        sync.command("reject");
        assertThat(sync.once()).isTrue();
        assertThat(sync.files()).isEqualTo(before);
    }

    @Test
    void rejectedLocalDeletionsPutTheObjectsBack() throws Exception {
        Map<String, String> before = sync.files();
        for (int i = 0; i < 20; i++) {
            s3.delete("p/f" + i);
        }
        sync.once();
        assertThat(sync.files()).isEqualTo(before);
        assertThat(sync.command("held")).contains("f3  not deleted locally");
        sync.command("reject");
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).isEqualTo(before);
    }

    @Test
    void heldDeletionsSettleThemselvesWhenTheFilesAreBack() throws Exception {
        Map<String, String> before = sync.files();
        Path aside = Files.createDirectory(temp.resolve("aside"));
        for (int i = 0; i < 20; i++) {
            Files.move(sync.path("f" + i), aside.resolve("f" + i));
        }
        sync.once();
        assertThat(sync.command("held")).contains("20 deletions held");
        for (int i = 0; i < 20; i++) {
            Files.move(aside.resolve("f" + i), sync.path("f" + i));
        }
        assertThat(sync.once()).isTrue();
        assertThat(sync.command("held")).contains("No deletion");
        assertThat(s3.contents("p/")).isEqualTo(before);
    }

    @Test
    void anApprovalIsForOneSideOnly() throws Exception {
        Map<String, String> before = sync.files();
        Path aside = Files.createDirectory(temp.resolve("aside"));
        for (int i = 0; i < 20; i++) {
            Files.move(sync.path("f" + i), aside.resolve("f" + i));
        }
        sync.once();
        sync.command("approve");
        for (int i = 0; i < 20; i++) {
            Files.move(aside.resolve("f" + i), sync.path("f" + i));
            s3.delete("p/f" + i);
        }
        sync.once();
        sync.once();
        assertThat(sync.files()).isEqualTo(before);
        assertThat(sync.command("held")).contains("f3  not deleted locally");
    }

    @Test
    void aSideThatBecameEmptyHoldsAll() throws Exception {
        deleteLocally(COUNT);
        sync.once();
        assertThat(s3.keys()).hasSize(COUNT);
        assertThat(sync.command("held")).contains("the folder has become empty");
    }

    @Test
    void allPathsChangedAtOnceHoldsTheDeletionsAmongThem() throws Exception {
        deleteLocally(5);
        for (int i = 5; i < COUNT; i++) {
            sync.write("f" + i, "other " + i);
        }
        sync.once();
        assertThat(s3.contents("p/"))
                .hasSize(COUNT)
                .containsEntry("f0", "content 0")
                .containsEntry("f7", "other 7");
        assertThat(sync.command("held")).contains("all 30 paths in the folder changed at once");
    }

    @Test
    void aCopyOfTheFolderWithFilesMissingHoldsThem() throws Exception {
        Path folder = sync.path("");
        Path copy = temp.resolve("copy");
        new ProcessBuilder("cp", "-a", folder.toString(), copy.toString())
                .start()
                .waitFor();
        Files.move(folder, temp.resolve("old"));
        Files.move(copy, folder);
        sync.delete("f1");
        sync.once();
        assertThat(s3.keys()).hasSize(COUNT);
        assertThat(sync.command("held")).contains("another directory or file system than before");
        sync.command("approve");
        sync.once();
        assertThat(s3.keys()).hasSize(COUNT - 1);
        sync.delete("f2");
        sync.once();
        assertThat(s3.keys()).hasSize(COUNT - 2);
    }

    @Test
    void deleteAfterWaitsAndThenGoesOn() throws Exception {
        sync.set("delete-after", "1h");
        sync.delete("f1");
        sync.once();
        assertThat(s3.keys()).hasSize(COUNT);
        assertThat(sync.command("held")).contains("f1  not deleted in S3 because it waits until 2");
        sync.set("delete-after", "1ms");
        sync.once();
        assertThat(s3.keys()).hasSize(COUNT - 1);
        assertThat(sync.command("held")).contains("No deletion");
    }

    private void deleteLocally(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            sync.delete("f" + i);
        }
    }

    @Test
    void aRenamedDirectoryIsNoLoss() throws Exception {
        for (int i = 0; i < COUNT - 1; i++) {
            sync.delete("f" + i);
            sync.write("moved/f" + i, "content " + i);
        }
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).isEqualTo(sync.files()).hasSize(COUNT);
        for (int i = 0; i < COUNT - 1; i++) {
            s3.delete("p/moved/f" + i);
            s3.put("p/moved again/f" + i, "content " + i);
        }
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).isEqualTo(sync.files()).hasSize(COUNT);
        assertThat(sync.command("held")).contains("No deletion");
    }
}
