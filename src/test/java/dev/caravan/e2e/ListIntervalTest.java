package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bucket that is not listed in each pass: what is still carried over, and what waits for a list. */
class ListIntervalTest extends SyncTest {
    @BeforeEach
    void listSeldom() throws IOException {
        sync.set("list-interval", "1h").write("a.txt", "a").write("b.txt", "b").start();
        sync.await(() -> stored().size() == 2);
        sync.awaitPasses(2);
        s3.faults().counted();
    }

    /** Without a request that would be counted. */
    private Map<String, String> stored() {
        return s3.memory().contents(S3Server.BUCKET);
    }

    @Test
    void quietPassesSendNothing() {
        sync.awaitPasses(5);
        assertThat(s3.faults().counted()).isEmpty();
    }

    @Test
    void changesInTheFolderAreCarriedOverWithoutAList() throws Exception {
        sync.write("a.txt", "A!").write("new/c.txt", "c");
        sync.await(() -> stored().equals(Map.of("p/a.txt", "A!", "p/b.txt", "b", "p/new/c.txt", "c")));
        sync.awaitPasses(2);
        assertThat(s3.faults().counted()).isEqualTo(Map.of("PUT", 2));
    }

    @Test
    void aDeletionInTheFolderIsMirroredAfterAList() throws Exception {
        sync.delete("a.txt");
        sync.await(() -> stored().equals(Map.of("p/b.txt", "b")));
        assertThat(s3.faults().counted()).containsKey("LIST");
    }

    @Test
    void aDeletionThatTheGuardHoldsStaysHeld() throws Exception {
        sync.delete("a.txt");
        sync.delete("b.txt");
        sync.await(() -> sync.command("held").contains("a.txt"));
        sync.awaitPasses(3);
        assertThat(stored()).hasSize(2);
        sync.command("approve");
        sync.await(() -> stored().isEmpty());
    }

    @Test
    void aChangeInTheBucketThatNoListHasShownIsNotOverwritten() throws Exception {
        s3.put("p/a.txt", "from s3");
        sync.write("a.txt", "from the folder");
        sync.await(() -> stored().size() == 3);
        assertThat(stored().values()).contains("from s3", "from the folder", "b");
        awaitInStep();
    }

    @Test
    void afterAFailureTheNextPassListsTheBucket() throws Exception {
        s3.put("p/unseen.txt", "u");
        sync.awaitPasses(2);
        assertThat(sync.read("unseen.txt")).isNull();

        s3.faults().fail("PUT", 403, 1);
        sync.write("a.txt", "A!");
        sync.await(() -> "u".equals(sync.read("unseen.txt")));
        sync.await(() -> "A!".equals(stored().get("p/a.txt")));
    }

    @Test
    void aListThatIsTooOldIsMadeAgain() throws Exception {
        sync.stop();
        sync.set("list-interval", "1s").start();
        sync.awaitPasses(1);
        s3.put("p/c.txt", "c");
        sync.await(() -> "c".equals(sync.read("c.txt")));
    }

    @Test
    void problemsAreKeptWhereNothingLooks() throws Exception {
        sync.stop();
        s3.put("p/../x", "x");
        sync.start();
        sync.awaitPasses(4);
        assertThat(sync.command("problems")).contains("../x");
    }
}
