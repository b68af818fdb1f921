package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.EventQueue;
import dev.caravan.testing.LogCapture;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events say what changed in the bucket between two lists; they may come late, twice, in any order, or not at all. */
class BucketEventsTest extends SyncTest {
    private static EventQueue queue;

    @BeforeAll
    static void startQueue() {
        queue = EventQueue.start();
    }

    @AfterAll
    static void stopQueue() {
        queue.close();
    }

    @BeforeEach
    void listSeldom(@TempDir Path routes) throws Exception {
        queue.renew();
        for (Path file : files("routes")) {
            String shipped = Files.readString(file);
            // so that a poll notices soon that its queue has gone
            Files.writeString(
                    routes.resolve(file.getFileName()), shipped.replace("waitTimeSeconds: 10", "waitTimeSeconds: 1"));
        }
        sync.routes(routes)
                .set("bucket-events", queue.url())
                .write("a.txt", "a")
                .write("b.txt", "b")
                .start();
        sync.await(() -> stored().size() == 2);
        sync.awaitPasses(2);
        s3.faults().counted();
    }

    private static List<Path> files(String directory) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.toList();
        }
    }

    private Map<String, String> stored() {
        return s3.memory().contents(S3Server.BUCKET);
    }

    private String etag(String key) {
        return s3.client()
                .headObject(head -> head.bucket(S3Server.BUCKET).key(key))
                .eTag()
                .replace("\"", "");
    }

    /** Somebody else stores objects, and the bucket tells of it. */
    private void put(Map<String, String> objects) {
        objects.forEach(s3::put);
        Map<String, String> etags = new HashMap<>();
        objects.keySet().forEach(key -> etags.put(key, etag(key)));
        s3.faults().counted();
        objects.forEach((key, content) -> queue.stored(key, etags.get(key), content.length()));
    }

    private void awaitTaken() {
        sync.await(() -> queue.isEmpty());
        sync.awaitPasses(2);
    }

    @Test
    void objectsThatEventsTellOfArriveWithoutAList() throws Exception {
        put(Map.of("p/a.txt", "changed", "p/new/ü +.txt", "new"));
        sync.await(() -> "changed".equals(sync.read("a.txt")) && "new".equals(sync.read("new/ü +.txt")));
        assertThat(s3.faults().counted()).isEqualTo(Map.of("HEAD", 2, "GET", 2));
    }

    @Test
    void aRemovedObjectGoesAfterAList() throws Exception {
        s3.delete("p/a.txt");
        queue.removed("p/a.txt");
        sync.await(() -> sync.read("a.txt") == null);
        assertThat(sync.trash()).containsEntry("a.txt", "a");
        assertThat(s3.faults().counted()).containsKey("LIST");
    }

    @Test
    void whatCaravanStoresAndDeletesItselfCostsNoRequest() throws Exception {
        queue.stored("p/a.txt", etag("p/a.txt"), 1);
        queue.stored("p/b.txt", etag("p/b.txt"), 1);
        queue.removed("p/gone-long-ago.txt");
        queue.send("{\"Service\": \"Amazon S3\", \"Event\": \"s3:TestEvent\"}");
        s3.faults().counted();
        awaitTaken();
        assertThat(s3.faults().counted()).isEmpty();
    }

    @Test
    void whatIsNotOfThisMountCostsNoRequest() {
        queue.stored("elsewhere/a.txt", "e", 1);
        queue.stored("p/ignored.tmp", "e", 1);
        queue.send("{\"Records\": [{\"eventName\": \"ObjectCreated:Put\", \"s3\": {\"bucket\": {\"name\": \"other\"},"
                + " \"object\": {\"key\": \"p/a.txt\", \"eTag\": \"e\", \"size\": 1}}}]}");
        awaitTaken();
        assertThat(s3.faults().counted()).isEmpty();
    }

    @Test
    void anEventThatIsLateFindsWhatIsThereNow() throws Exception {
        s3.put("p/a.txt", "second");
        queue.stored("p/a.txt", "an-older-etag", 5);
        queue.removed("p/a.txt");
        sync.await(() -> "second".equals(sync.read("a.txt")));
        awaitTaken();
        s3.faults().counted();
        queue.stored("p/a.txt", "an-older-etag", 5);
        awaitTaken();
        assertThat(s3.faults().counted()).isEqualTo(Map.of("HEAD", 1));
        assertThat(sync.read("a.txt")).isEqualTo("second");
    }

    @Test
    void aLateEventOfWhatIsSettledDoesNotHideAnother() throws Exception {
        String settled = etag("p/a.txt");
        s3.put("p/a.txt", "second");
        String both = EventQueue.storedRecord("p/a.txt", etag("p/a.txt"), 6) + ","
                + EventQueue.storedRecord("p/a.txt", settled, 1);
        s3.faults().counted();
        queue.send("{\"Records\": [" + both + "]}");
        sync.await(() -> "second".equals(sync.read("a.txt")));
        assertThat(s3.faults().counted()).isEqualTo(Map.of("HEAD", 1, "GET", 1));
    }

    @Test
    void eventsDoNotGetRoundTheGuard() throws Exception {
        s3.delete("p/a.txt");
        s3.delete("p/b.txt");
        queue.stored("p/a.txt", "replaced-before-it-went", 5);
        queue.stored("p/b.txt", "replaced-before-it-went", 5);
        sync.await(() -> sync.command("held").contains("a.txt"));
        sync.awaitPasses(2);
        assertThat(sync.files()).containsOnlyKeys("a.txt", "b.txt");
    }

    @Test
    void aFolderMarkerMakesADirectoryAndItsRemovalRemovesIt() throws Exception {
        put(Map.of("p/empty/", ""));
        sync.await(() -> Files.isDirectory(sync.path("empty")));
        s3.delete("p/empty/");
        queue.removed("p/empty/");
        sync.await(() -> !Files.exists(sync.path("empty")));
    }

    @Test
    void aMessageThatCannotBeReadBringsAList() throws Exception {
        try (LogCapture log = new LogCapture()) {
            s3.put("p/c.txt", "c");
            queue.send("nonsense");
            sync.await(() -> "c".equals(sync.read("c.txt")));
            assertThat(log.has("cannot read a message of bucket-events")).isTrue();
        }
    }

    @Test
    void whileTheQueueDoesNotAnswerEachPassListsTheBucket() throws Exception {
        try (LogCapture log = new LogCapture()) {
            queue.delete();
            sync.await(() -> log.has("does not exist") && log.has("mounts.m.bucket-events = '" + queue.url() + "'"));
            s3.put("p/c.txt", "c");
            sync.await(() -> "c".equals(sync.read("c.txt")));
            queue.create();
            sync.await(() -> log.has("bucket-events are back"));
        }
        sync.awaitPasses(3);
        s3.faults().counted();
        sync.awaitPasses(3);
        assertThat(s3.faults().counted()).isEmpty();
    }

    @Test
    void aSinglePassTakesNothingFromTheQueue() throws Exception {
        sync.stop();
        queue.stored("p/a.txt", "e", 1);
        try (LogCapture log = new LogCapture()) {
            assertThat(sync.once()).isTrue();
            assertThat(log.has("bucket-events")).isFalse();
        }
        assertThat(queue.isEmpty()).isFalse();
    }

    @Test
    void theDoctorTriesTheQueue() {
        assertThat(sync.command("doctor")).contains("events     " + queue.url() + ": readable");
        sync.stop();
        sync.set("bucket-events", queue.url() + "-mistyped");
        assertThat(sync.command("doctor"))
                .contains("events     mounts.m.bucket-events = '" + queue.url() + "-mistyped' does not exist");
    }
}
