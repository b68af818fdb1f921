package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** How files and objects travel. */
class TransferTest extends SyncTest {
    @Test
    void theTimeOfAFileTravelsInTheMetadata() throws Exception {
        sync.write("a.txt", "a");
        Files.setLastModifiedTime(sync.path("a.txt"), FileTime.from(Instant.parse("2020-02-03T04:05:06.123456789Z")));
        assertThat(sync.once()).isTrue();
        assertThat(s3.metadata("p/a.txt")).containsEntry("mtime", "1580702706.123456789");
    }

    @Test
    void theTimeInTheMetadataBecomesThatOfTheFile() throws Exception {
        s3.client()
                .putObject(
                        put -> put.bucket(S3Server.BUCKET).key("p/a.txt").metadata(Map.of("mtime", "1580702706.5")),
                        RequestBody.fromString("a"));
        s3.put("p/b.txt", "b");
        s3.client()
                .putObject(
                        put -> put.bucket(S3Server.BUCKET).key("p/c.txt").metadata(Map.of("mtime", "yesterday")),
                        RequestBody.fromString("c"));
        assertThat(sync.once()).isTrue();
        assertThat(Files.getLastModifiedTime(sync.path("a.txt")).toInstant()).isEqualTo("2020-02-03T04:05:06.5Z");
        Instant stored = s3.client()
                .headObject(head -> head.bucket(S3Server.BUCKET).key("p/b.txt"))
                .lastModified();
        assertThat(Files.getLastModifiedTime(sync.path("b.txt")).toInstant()).isEqualTo(stored);
        assertThat(sync.read("c.txt")).isEqualTo("c");
    }

    @Test
    void theContentTypeIsGuessedFromTheName() throws Exception {
        sync.write("a.html", "<p>").write("b.JPG", "x").write("c", "x");
        assertThat(sync.once()).isTrue();
        assertThat(head("p/a.html").contentType()).isEqualTo("text/html");
        assertThat(head("p/b.JPG").contentType()).isEqualTo("image/jpeg");
        assertThat(sync.files()).hasSize(3);
    }

    @Test
    void theStorageClassIsThatOfTheMount() throws Exception {
        sync.set("storage-class", "STANDARD_IA").write("a", "a");
        assertThat(sync.once()).isTrue();
        assertThat(head("p/a").storageClassAsString()).isEqualTo("STANDARD_IA");
    }

    @Test
    void aFileThatChangesWhileItIsSentIsSentAgain() throws Exception {
        sync.write("a.txt", "first");
        AtomicInteger puts = new AtomicInteger();
        s3.faults().add((operation, key) -> {
            if (operation.equals("PUT") && puts.incrementAndGet() == 1) {
                write("a.txt", "second");
            }
        });
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).isEqualTo(Map.of("a.txt", "second"));
        assertThat(sync.files()).isEqualTo(Map.of("a.txt", "second"));
    }

    @Test
    void aFileThatIsStillBeingWrittenWaits() throws Exception {
        // longer than a busy machine keeps the writer waiting, as that would be a rest
        sync.set("settle", "1s").write("a.txt", "0");
        AtomicBoolean writing = new AtomicBoolean(true);
        Thread writer = new Thread(() -> {
            for (int i = 1; writing.get(); i++) {
                write("a.txt", Integer.toString(i));
            }
        });
        writer.start();
        assertThat(sync.once()).as("it never rested").isFalse();
        assertThat(s3.keys()).isEmpty();
        writing.set(false);
        writer.join();
        assertThat(sync.once()).isTrue();
        assertThat(s3.content("p/a.txt")).isEqualTo(sync.read("a.txt"));
    }

    @Test
    void anObjectThatChangesBeforeItIsFetchedIsLookedAtAgain() throws Exception {
        s3.put("p/a.txt", "first");
        AtomicBoolean changed = new AtomicBoolean();
        s3.faults().add((operation, key) -> {
            if (operation.equals("GET") && changed.compareAndSet(false, true)) {
                s3.memory().plant(S3Server.BUCKET, "p/a.txt", "second");
            }
        });
        assertThat(sync.once()).isTrue();
        assertThat(sync.read("a.txt")).isEqualTo("second");
    }

    enum ConditionalRequests {
        HONOURED,
        IGNORED,
        REFUSED,
        NEVER_MET
    }

    @ParameterizedTest
    @EnumSource(ConditionalRequests.class)
    void everyStoreIsProtectedWhateverItMakesOfConditions(ConditionalRequests conditions) throws Exception {
        s3.faults().conditions(conditions.name());
        sync.write("a.txt", "a").write("b.txt", "b").write("c.txt", "c").write("d.txt", "d");
        assertThat(sync.once()).isTrue();
        sync.write("a.txt", "A").delete("b.txt");
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).isEqualTo(sync.files()).hasSize(3);
        sync.write("c.txt", "mine");
        s3.put("p/c.txt", "theirs");
        sync.delete("d.txt");
        s3.put("p/d.txt", "edited");
        assertThat(sync.once()).isTrue();
        assertThat(sync.files().values()).containsExactlyInAnyOrder("A", "mine", "theirs", "edited");
        assertThat(s3.contents("p/")).isEqualTo(sync.files());
    }

    @Test
    void aReplacedFileKeepsItsPermissions() throws Exception {
        s3.put("p/run.sh", "1");
        assertThat(sync.once()).isTrue();
        Files.setPosixFilePermissions(sync.path("run.sh"), PosixFilePermissions.fromString("rwxr-x---"));
        s3.put("p/run.sh", "2");
        assertThat(sync.once()).isTrue();
        assertThat(sync.read("run.sh")).isEqualTo("2");
        assertThat(Files.getPosixFilePermissions(sync.path("run.sh")))
                .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
    }

    @Test
    void nobodySeesHalfAFile() throws Exception {
        String one = "1".repeat(3_000_000);
        String two = "2".repeat(2_000_000);
        s3.put("p/a", one);
        assertThat(sync.once()).isTrue();
        sync.start();
        AtomicBoolean reading = new AtomicBoolean(true);
        AtomicInteger torn = new AtomicInteger();
        Thread reader = new Thread(() -> {
            while (reading.get()) {
                try {
                    String content = Files.readString(sync.path("a"), StandardCharsets.US_ASCII);
                    if (!content.equals(one) && !content.equals(two)) {
                        torn.incrementAndGet();
                    }
                } catch (IOException e) {
                    // replaced in this very moment
                }
            }
        });
        reader.start();
        for (int i = 0; i < 4; i++) {
            String next = i % 2 == 0 ? two : one;
            s3.put("p/a", next);
            sync.await(() -> next.equals(sync.read("a")));
        }
        reading.set(false);
        reader.join(TimeUnit.SECONDS.toMillis(10));
        assertThat(torn).hasValue(0);
    }

    @Test
    void noPartialIsLeft() throws Exception {
        s3.put("p/a", "a");
        s3.faults().fail("GET", 404, 100);
        sync.once();
        assertThat(sync.path("a")).doesNotExist();
        assertThat(sync.path(".caravan/partial"))
                .satisfiesAnyOf(
                        partials -> assertThat(partials).doesNotExist(),
                        partials -> assertThat(partials).isEmptyDirectory());
    }

    private HeadObjectResponse head(String key) {
        return s3.client().headObject(head -> head.bucket(S3Server.BUCKET).key(key));
    }

    private void write(String name, String content) {
        try {
            sync.write(name, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
