package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.FaultyBlobStore;
import dev.caravan.testing.LogCapture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The ways in which a second audit lost content or caught an untruth, each as it was done. */
class WaysOutAgainTest extends SyncTest {
    private static final int MANY = 30;

    private void inStep() throws Exception {
        for (int i = 0; i < MANY; i++) {
            sync.write("f" + i, "content " + i);
        }
        sync.once();
    }

    private void delete(int from, int until) throws IOException {
        for (int i = from; i < until; i++) {
            sync.delete("f" + i);
        }
    }

    @Test
    void aSecondVersionInAPassTakesNoCopysPlace() throws Exception {
        sync.set("direction", "upload").set("trash-prefix", "kept");
        sync.write("g.txt", "owner's first");
        sync.once();
        s3.put("p/g.txt", "colleague's");
        AtomicInteger puts = new AtomicInteger();
        s3.faults().add((operation, key) -> {
            if (operation.equals("PUT") && key.equals("p/g.txt") && puts.getAndIncrement() < 2) {
                save("g.txt", "owner's save " + puts);
            }
        });
        sync.once();
        assertThat(s3.contents("kept/").values()).contains("colleague's");
        assertThat(s3.contents("p/")).containsEntry("g.txt", sync.read("g.txt"));
    }

    private void save(String name, String content) {
        try {
            sync.write(name, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsHeldWaitsForAPersonWhateverComesMeanwhile() throws Exception {
        inStep();
        delete(0, 18);
        sync.once();
        assertThat(s3.contents("p/")).hasSize(MANY);
        for (int i = 0; i < 10; i++) {
            sync.write("new" + i, "new " + i);
        }
        sync.once();
        sync.once();
        assertThat(s3.contents("p/")).hasSize(MANY + 10);
        assertThat(sync.command("held")).contains("18 deletions held");
        sync.command("approve");
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).hasSize(MANY + 10 - 18);
    }

    @Test
    void newPathsExcuseNoOldOnes() throws Exception {
        inStep();
        delete(0, 29);
        for (int i = 0; i < 29; i++) {
            sync.write("f" + i + ".locked", "locked " + i);
        }
        sync.once();
        assertThat(s3.contents("p/")).hasSize(MANY + 29).containsEntry("f7", "content 7");
        assertThat(sync.command("held")).contains("29 of 30 paths vanished");
    }

    @Test
    void newPathsInEarlierPassesExcuseNoOldOnesEither() throws Exception {
        inStep();
        for (int i = 0; i < 28; i += 4) {
            delete(i, i + 4);
            for (int j = i; j < i + 4; j++) {
                sync.write("f" + j + ".locked", "locked " + j);
            }
            sync.once();
        }
        assertThat(s3.contents("p/")).containsEntry("f27", "content 27");
        assertThat(sync.command("held")).contains("within 24 hours");
    }

    @Test
    void newFilesMayGoAgain() throws Exception {
        inStep();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 14; i++) {
                sync.write("build/" + i, "round " + round + " " + i);
            }
            sync.once();
            for (int i = 0; i < 14; i++) {
                sync.delete("build/" + i);
            }
            sync.once();
            assertThat(s3.contents("p/")).hasSize(MANY);
        }
    }

    @Test
    void anUndoLetsGoOfNothingThatIsHeld() throws Exception {
        inStep();
        for (int i = 0; i < 14; i++) {
            s3.delete("p/f" + i);
        }
        sync.once();
        for (int i = 14; i < 20; i++) {
            s3.delete("p/f" + i);
        }
        sync.once();
        assertThat(sync.command("held")).contains("20 of 30 paths vanished");
        sync.command("undo", "--since", "1h");
        sync.once();
        sync.once();
        assertThat(sync.files()).hasSize(MANY);
        assertThat(sync.command("held")).contains("6 deletions held");
    }

    @Test
    void anUndoOfAnUndoFindsTheObjectThatItReplaced() throws Exception {
        sync.set("direction", "upload").set("trash-prefix", "kept");
        sync.write("f", "first").write("stays", "stays");
        sync.once();
        sync.delete("f");
        sync.once();
        s3.put("p/f", "colleague's");
        sync.command("undo");
        try (LogCapture log = new LogCapture()) {
            sync.once();
            assertThat(log.has("set aside what S3 held of f") || log.has("set aside what the bucket held of f"))
                    .as(log.lines().toString())
                    .isTrue();
        }
        assertThat(s3.contents("p/")).containsEntry("f", "first");
        assertThat(sync.command("undo")).contains("1 object can be brought back");
        sync.once();
        assertThat(s3.contents("p/")).containsEntry("f", "colleague's");
    }

    @Test
    void whatIsListedAndIsNotThereIsTold() throws Exception {
        s3.put("p/a", "a");
        s3.faults().add((operation, key) -> {
            if (operation.equals("GET") || operation.equals("HEAD")) {
                throw FaultyBlobStore.refusal(404, "NoSuchKey");
            }
        });
        assertThat(sync.once()).isFalse();
        assertThat(sync.command("problems")).contains("a  left alone because it is in the bucket's list");
        s3.faults().heal();
        assertThat(sync.once()).isTrue();
        assertThat(sync.command("problems")).contains("No problems");
    }

    @Test
    void aFileThatGivesWayToADirectoryIsTold() throws Exception {
        sync.write("d/1", "one");
        sync.once();
        sync.delete("d/1");
        Files.delete(sync.path("d"));
        sync.write("d", "a file");
        s3.put("p/d/2", "two");
        try (LogCapture log = new LogCapture()) {
            sync.once();
            sync.once();
            boolean stays = Files.isRegularFile(sync.path("d"));
            assertThat(sync.command("problems")).contains(stays ? "d/2  left alone" : "d  left alone");
            assertThat(stays || log.has("set aside what the folder held of d"))
                    .as(log.lines().toString())
                    .isTrue();
        }
    }

    @Test
    @Tag("camel")
    void whatAColleagueWritesWhilePartsGoIsKept() throws Exception {
        sync.set("direction", "two-way")
                .set("conditional-writes", "false")
                .setGlobal("transfers.multipart-threshold", "5MB")
                .setGlobal("transfers.part-size", "5MB");
        s3.faults().conditions("IGNORED");
        sync.write("large", "small yet");
        sync.once();
        sync.write("large", "mine".repeat(1_500_000));
        AtomicInteger parts = new AtomicInteger();
        s3.faults().add((operation, key) -> {
            if (operation.equals("PART") && parts.getAndIncrement() == 0) {
                s3.put("p/large", "theirs");
            }
        });
        sync.once();
        sync.once();
        assertThat(parts.get()).isPositive();
        assertThat(sync.files().values()).contains("theirs");
    }
}
