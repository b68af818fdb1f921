package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.mount.InitialDirection;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens where nothing is known yet, or not any more. */
class FirstRunTest extends SyncTest {
    /** Both sides have a path of different content, and each has one of its own. The file is an hour older. */
    @BeforeEach
    void differ() throws IOException {
        sync.write("both", "local").write("mine", "mine");
        Files.setLastModifiedTime(sync.path("both"), FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        Files.setLastModifiedTime(sync.path("mine"), FileTime.from(Instant.now().plus(Duration.ofHours(1))));
        s3.put("p/both", "remote");
        s3.put("p/theirs", "theirs");
    }

    @Test
    void localWins() throws Exception {
        assertThat(sync.set("initial-direction", "local").once()).isTrue();
        assertThat(sync.files()).isEqualTo(Map.of("both", "local", "mine", "mine", "theirs", "theirs"));
        assertThat(s3.contents("p/")).isEqualTo(sync.files());
        assertThat(sync.trash()).isEqualTo(Map.of("both", "remote"));
    }

    @Test
    void s3Wins() throws Exception {
        assertThat(sync.set("initial-direction", "s3").once()).isTrue();
        assertThat(sync.files()).isEqualTo(Map.of("both", "remote", "mine", "mine", "theirs", "theirs"));
        assertThat(s3.contents("p/")).isEqualTo(sync.files());
        assertThat(sync.trash()).isEqualTo(Map.of("both", "local"));
    }

    @Test
    void theSideWithTheNewestModificationWins() throws Exception {
        assertThat(sync.set("initial-direction", "auto").once()).isTrue();
        assertThat(s3.contents("p/")).containsEntry("both", "local").isEqualTo(sync.files());
    }

    @Test
    void theNewerVersionOfEachPathWins() throws Exception {
        assertThat(sync.set("initial-direction", "merge").once()).isTrue();
        assertThat(s3.contents("p/")).containsEntry("both", "remote").isEqualTo(sync.files());
    }

    @Test
    void extrasOfTheLosingSideAreTrashedWhereThatIsAskedFor() throws Exception {
        assertThat(sync.set("initial-direction", "s3")
                        .set("initial-extras", "trash")
                        .once())
                .isTrue();
        assertThat(sync.files()).isEqualTo(Map.of("both", "remote", "theirs", "theirs"));
        assertThat(sync.trash()).isEqualTo(Map.of("both", "local", "mine", "mine"));
    }

    @Test
    void extrasInS3AreKeptInTheTrashBeforeTheyGo() throws Exception {
        assertThat(sync.set("initial-direction", "local")
                        .set("initial-extras", "trash")
                        .once())
                .isTrue();
        assertThat(s3.contents("p/")).isEqualTo(Map.of("both", "local", "mine", "mine"));
        assertThat(sync.trash()).isEqualTo(Map.of("both", "remote", "theirs", "theirs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"upload", "download", "two-way"})
    void equalContentIsAdoptedWithoutATransfer(String direction) throws Exception {
        sync.set("direction", direction);
        sync.write("both", "same");
        s3.put("p/both", "same");
        sync.delete("mine");
        s3.delete("p/theirs");
        s3.faults().counted();
        assertThat(sync.once()).isTrue();
        assertThat(s3.faults().counted()).doesNotContainKeys("PUT", "GET");
        assertThat(sync.trash()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"upload", "download", "two-way"})
    void aLostIndexCopiesNothingAgain(String direction) throws Exception {
        sync.set("direction", direction).set("initial-direction", direction.equals("upload") ? "local" : "s3");
        sync.delete("mine");
        s3.delete("p/theirs");
        sync.write("big", "x".repeat(6 * 1024 * 1024));
        s3.put("p/big", "x".repeat(6 * 1024 * 1024));
        sync.setGlobal("transfers.multipart-threshold", "5MB").setGlobal("transfers.part-size", "5MB");
        assertThat(sync.once()).isTrue();
        deleteState();
        s3.faults().counted();
        assertThat(sync.once()).isTrue();
        assertThat(s3.faults().counted()).doesNotContainKeys("PUT", "GET", "PART", "DELETE");
        assertThat(s3.contents("p/")).isEqualTo(sync.files());
    }

    @Test
    void aRestartCopiesNothing() throws Exception {
        assertThat(sync.once()).isTrue();
        s3.faults().counted();
        assertThat(sync.once()).isTrue();
        assertThat(s3.faults().counted()).containsOnlyKeys("LIST");
    }

    @Test
    void aSourceOnTheCommandLineGoesOverTheIndexOnce() throws Exception {
        sync.set("direction", "upload").set("initial-direction", "local");
        assertThat(sync.once()).isTrue();
        s3.put("p/both", "ahead");
        s3.put("p/new", "new");
        assertThat(sync.initialSource(InitialDirection.S3).once()).isTrue();
        assertThat(sync.files()).containsEntry("both", "ahead").containsEntry("new", "new");
        s3.put("p/both", "repaired");
        assertThat(sync.initialSource(null).once()).isTrue();
        assertThat(s3.content("p/both")).isEqualTo("ahead");
    }

    @Test
    void anotherPrefixStartsAnewAndDeletesNothing() throws Exception {
        assertThat(sync.once()).isTrue();
        s3.put("q/theirs", "elsewhere");
        Map<String, String> before = sync.files();
        assertThat(sync.set("prefix", "q").set("initial-direction", "local").once())
                .isTrue();
        assertThat(sync.files()).isEqualTo(before);
        assertThat(s3.contents("q/")).isEqualTo(before);
        assertThat(s3.contents("p/")).isEqualTo(before);
    }

    @Test
    void anotherDirectionLooksAgainAtWhatWasLeftAlone() throws Exception {
        sync.set("direction", "download").set("initial-direction", "s3");
        assertThat(sync.once()).isTrue();
        assertThat(s3.keys()).doesNotContain("p/mine");
        assertThat(sync.set("direction", "two-way").once()).isTrue();
        assertThat(s3.content("p/mine")).isEqualTo("mine");
    }

    @Test
    void pathsThatAreIgnoredFromNowOnAreLeftAloneOnBothSides() throws Exception {
        sync.write("x.log", "log");
        assertThat(sync.once()).isTrue();
        assertThat(s3.content("p/x.log")).isEqualTo("log");
        sync.set("ignore", "*.log").delete("x.log");
        assertThat(sync.once()).isTrue();
        assertThat(s3.content("p/x.log")).isEqualTo("log");
        sync.set("ignore", "*.tmp");
        assertThat(sync.once()).isTrue();
        assertThat(sync.read("x.log"))
                .as("nothing is known of it, so nothing is deleted")
                .isEqualTo("log");
    }

    private void deleteState() throws IOException {
        Path state = sync.path(".caravan");
        try (Stream<Path> all = Files.walk(state)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void aFirstRunThatNeverReachedItsBucketIsStillToBeDone() throws Exception {
        sync.set("direction", "upload").set("initial-direction", "local").set("initial-extras", "trash");
        sync.set("deletion-limit", "100%");
        sync.write("a", "a");
        s3.put("p/a", "a");
        s3.put("p/extra", "extra");
        sync.set("bucket", "mistyped");
        assertThat(sync.once()).isFalse();
        sync.set("bucket", S3Server.BUCKET);
        assertThat(sync.once()).isTrue();
        assertThat(s3.keys()).contains("p/a").doesNotContain("p/extra");
        assertThat(sync.trash()).containsValue("extra");
    }

    @Test
    void aMistypedBucketDoesNotCostTheIndex() throws Exception {
        sync.write("a.txt", "a");
        assertThat(sync.once()).isTrue();
        sync.set("bucket", "mistyped");
        assertThat(sync.once()).isFalse();
        sync.set("bucket", S3Server.BUCKET);
        sync.delete("a.txt");
        sync.write("b.txt", "b").write("c.txt", "c");
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).containsKey("b.txt").doesNotContainKey("a.txt");
    }
}
