package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.FlakyProxy;
import dev.caravan.testing.LogCapture;
import dev.caravan.testing.S3Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of the store and of the way to it: clear words, nothing lost, and it recovers by itself. */
class FaultTest extends SyncTest {
    @Test
    void tornAndCorruptedContentIsFetchedAgain() throws Exception {
        sync.write("a", "old content");
        sync.once();
        s3.put("p/a", "new content");
        s3.put("p/b", "other content");
        once(bytes -> Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(sync.once()).isTrue();
        s3.put("p/a", "newest content");
        once(FaultTest::corrupted);
        assertThat(sync.once()).isTrue();
        assertThat(sync.files()).isEqualTo(Map.of("a", "newest content", "b", "other content"));
    }

    @Test
    void contentThatStaysCorruptedNeverReachesTheFolder() throws Exception {
        sync.write("a", "old content");
        sync.once();
        s3.put("p/a", "new content");
        s3.faults().way((key, content) -> changed(content, FaultTest::corrupted));
        try (LogCapture log = new LogCapture()) {
            assertThat(sync.once()).isFalse();
            assertThat(log.has("cannot synchronize a")).isTrue();
        }
        assertThat(sync.files()).isEqualTo(Map.of("a", "old content"));
        assertThat(sync.path(".caravan/partial")).isEmptyDirectory();
        s3.faults().heal();
        assertThat(sync.once()).isTrue();
        assertThat(sync.files()).isEqualTo(Map.of("a", "new content"));
    }

    @Test
    void whatSomebodyElseTookIsNotUploaded() throws Exception {
        sync.write("old", "old content").write("other", "x");
        sync.once();
        sync.write("old", "new content").write("new", "a new file");
        s3.faults().swallow(2);
        sync.once();
        assertThat(sync.once()).isTrue();
        assertThat(sync.files()).isEqualTo(Map.of("old", "new content", "new", "a new file", "other", "x"));
        assertThat(s3.contents("p/")).isEqualTo(sync.files());
    }

    @ParameterizedTest
    @ValueSource(strings = {"two-way", "upload"})
    void whatAStoreGarblesIsSentAgainAndIsNobodysChange(String direction) throws Exception {
        sync.set("direction", direction).write("a", "old content").write("c", "other content");
        sync.once();
        s3.faults().wayIn((key, content) -> changed(content, FaultTest::corrupted));
        sync.write("a", "new content").write("b", "a new file");
        assertThat(sync.once()).isFalse();
        assertThat(sync.once()).isFalse();
        Map<String, String> all = Map.of("a", "new content", "b", "a new file", "c", "other content");
        assertThat(sync.files()).isEqualTo(all);
        assertThat(sync.trash()).isEmpty();
        s3.faults().heal();
        assertThat(sync.once()).isTrue();
        assertThat(sync.files()).isEqualTo(all);
        assertThat(s3.contents("p/")).isEqualTo(all);
        assertThat(sync.trash()).isEmpty();
    }

    @Test
    void whatAStoreGarblesInAFirstRunDoesNotComeDown() throws Exception {
        sync.set("direction", "download").set("initial-direction", "local").write("a", "a content");
        s3.faults().wayIn((key, content) -> changed(content, FaultTest::corrupted));
        assertThat(sync.once()).isFalse();
        assertThat(sync.once()).isFalse();
        assertThat(sync.files()).isEqualTo(Map.of("a", "a content"));
        s3.faults().heal();
        assertThat(sync.once()).isTrue();
        assertThat(sync.files()).isEqualTo(Map.of("a", "a content"));
        assertThat(s3.contents("p/")).isEqualTo(Map.of("a", "a content"));
    }

    @Test
    void whatAStoreGarbledIsNotFetchedOnceItsFileIsGone() throws Exception {
        sync.set("direction", "download").set("initial-direction", "local").write("a", "a content");
        s3.faults().wayIn((key, content) -> changed(content, FaultTest::corrupted));
        assertThat(sync.once()).isFalse();
        sync.delete("a");
        s3.faults().heal();
        assertThat(sync.once()).isTrue();
        assertThat(sync.files()).isEmpty();
        assertThat(sync.command("problems")).contains("a  left alone because it holds in S3 what nobody sent");
    }

    private void once(UnaryOperator<byte[]> change) {
        AtomicInteger left = new AtomicInteger(1);
        s3.faults().way((key, content) -> left.getAndDecrement() > 0 ? changed(content, change) : content);
    }

    private static InputStream changed(InputStream content, UnaryOperator<byte[]> change) {
        try (content) {
            return new ByteArrayInputStream(change.apply(content.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of what no checksum proves, a copy that may become the only one is fetched twice: the object stays while the two differ. */
    @Test
    void anUnprovedCopyIsNoReasonForAnObjectToGo() throws Exception {
        sync.set("etags", "opaque").set("direction", "upload");
        sync.write("a", "first").once();
        s3.put("p/a", "somebody else's");
        Random random = new Random(1);
        s3.faults()
                .way((key, content) -> changed(content, bytes -> {
                    int at = random.nextInt(bytes.length);
                    bytes[at] = (byte) (bytes[at] ^ (1 << random.nextInt(8)));
                    return bytes;
                }));
        sync.once();
        assertThat(s3.memory().contents(S3Server.BUCKET)).containsEntry("p/a", "somebody else's");
        s3.faults().heal();
        assertThat(sync.once()).isTrue();
        assertThat(s3.content("p/a")).isEqualTo("first");
        assertThat(sync.trash()).containsValue("somebody else's");
    }

    private static byte[] corrupted(byte[] bytes) {
        bytes[bytes.length / 2] ^= 1;
        return bytes;
    }

    @Test
    void aListThatFailsOnItsSecondPageDeletesNothing() throws Exception {
        for (int i = 0; i < 1_100; i++) {
            s3.memory().plant(S3Server.BUCKET, "p/f" + (10_000 + i), "content");
        }
        sync.once();
        Map<String, String> before = sync.files();
        s3.delete("p/f10001");
        AtomicInteger pages = new AtomicInteger();
        s3.faults().add((operation, key) -> {
            if (operation.equals("LIST") && pages.incrementAndGet() > 1) {
                throw S3Exceptions.fromStatusCode(500);
            }
        });
        assertThat(sync.once()).isFalse();
        assertThat(sync.files()).isEqualTo(before);
        s3.faults().heal();
        assertThat(sync.once()).isTrue();
        assertThat(sync.files()).hasSize(1_099).doesNotContainKey("f10001");
    }

    @Test
    void whatAListOmitsIsAskedForBeforeItCountsAsDeleted() throws Exception {
        sync.write("a", "a").write("b", "b").write("c", "c");
        sync.once();
        s3.faults()
                .list((request, page) -> page.toBuilder()
                        .contents(page.contents().stream()
                                .filter(object -> !object.key().equals("p/b"))
                                .toList())
                        .build());
        sync.once();
        assertThat(sync.files()).hasSize(3);
        assertThat(s3.keys()).hasSize(2);
        s3.faults().heal();
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).isEqualTo(sync.files()).hasSize(3);
    }

    @Test
    void aListThatRepeatsKeysDeletesNothing() throws Exception {
        sync.write("a", "a").write("b", "b").write("c", "c");
        sync.once();
        s3.faults()
                .list((request, page) -> page.toBuilder()
                        .contents(page.contents().stream()
                                .filter(object -> !object.key().equals("p/b"))
                                .flatMap(object -> List.of(object, object).stream())
                                .toList())
                        .build());
        sync.once();
        assertThat(sync.files()).hasSize(3);
        s3.faults().heal();
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).isEqualTo(sync.files()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 300, 60_000})
    void resetConnectionsAreRiddenOut(int afterBytes) throws Exception {
        try (FlakyProxy proxy = new FlakyProxy(s3.endpoint())) {
            sync.set("endpoint", proxy.endpoint());
            sync.write("up", "up".repeat(100_000));
            s3.put("p/down", "down".repeat(100_000));
            proxy.reset(3, afterBytes);
            sync.start();
            awaitInStep();
            assertThat(proxy.resetsLeft()).isLessThan(3);
        }
    }

    @Test
    void anAnswerThatNeverComesIsNotWaitedForForever() throws Exception {
        try (FlakyProxy proxy = new FlakyProxy(s3.endpoint())) {
            sync.set("endpoint", proxy.endpoint()).write("a", "a");
            proxy.swallow(1);
            assertThat(sync.once()).isTrue();
            assertThat(s3.contents("p/")).isEqualTo(sync.files());
        }
    }

    @Test
    void anUploadWhoseAnswerWasLostIsAdopted() throws Exception {
        sync.write("a", "a1");
        AtomicInteger left = new AtomicInteger(4);
        s3.faults().addLate((operation, key) -> {
            if (operation.equals("PUT") && left.getAndDecrement() > 0) {
                throw S3Exceptions.fromStatusCode(500);
            }
        });
        sync.once();
        s3.faults().heal();
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).isEqualTo(Map.of("a", "a1")).isEqualTo(sync.files());
        assertThat(sync.command("conflicts")).contains("No conflict");
    }

    @Test
    void credentialsThatAreRenewedOnDiskAreReadAgain() throws Exception {
        Path file = temp.resolve("credentials");
        String profile = "[team]%naws_access_key_id = %s%naws_secret_access_key = %s%n";
        Files.writeString(file, profile.formatted(S3Server.ACCESS_KEY, "expired"));
        System.setProperty("aws.sharedCredentialsFile", file.toString());
        try (LogCapture log = new LogCapture()) {
            sync.set("access-key", "").set("secret-key", "").set("profile", "team");
            sync.write("a", "a").start();
            sync.await(() -> log.has("the store does not accept these credentials"));
            Files.writeString(file, profile.formatted(S3Server.ACCESS_KEY, S3Server.SECRET_KEY));
            awaitInStep();
        } finally {
            System.clearProperty("aws.sharedCredentialsFile");
        }
    }

    @Test
    void aLostIndexIsBuiltAnewByAdopting() throws Exception {
        sync.write("a", "a").write("b", "b");
        sync.once();
        for (String name : List.of("index.db", "index.db-wal", "index.db-shm")) {
            Files.deleteIfExists(sync.path(".caravan").resolve(name));
        }
        s3.faults().counted();
        try (LogCapture log = new LogCapture()) {
            assertThat(sync.once()).isTrue();
            assertThat(log.has("there is no index, although this folder was synchronized before"))
                    .isTrue();
        }
        assertThat(s3.faults().counted()).doesNotContainKeys("PUT", "GET", "DELETE");
    }

    @Test
    void aKeyThatWouldBeTooLongIsAProblem() throws Exception {
        String deep = ("d".repeat(200) + "/").repeat(5);
        sync.write(deep + "f".repeat(16), "fits");
        sync.write(deep + "f".repeat(18), "does not fit");
        assertThat(sync.once()).isTrue();
        assertThat(s3.keys()).hasSize(1);
        assertThat(sync.command("problems")).contains("its key would have 1025 bytes, and 1024 is the most");
    }
}
