package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.LogCapture;
import dev.caravan.testing.S3Server;
import dev.caravan.testing.Sync;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong is said clearly, holds nothing else up, and mends by itself. */
class TroubleTest extends SyncTest {
    private final LogCapture log = new LogCapture();

    @AfterEach
    void stopCapture() {
        log.close();
    }

    @Test
    void aMissingBucketIsNamedAndWaitedFor() throws Exception {
        sync.set("bucket", "later").write("a", "a").start();
        sync.await(() ->
                log.has("ERROR m - Cannot synchronize mount 'm': bucket 'later' does not exist (404 NoSuchBucket)."
                        + " Correct mounts.m.bucket or mounts.m.endpoint, or create it: aws s3 mb s3://later --endpoint-url "
                        + s3.endpoint() + ". Trying again in"));
        s3.client().createBucket(bucket -> bucket.bucket("later"));
        sync.await(() ->
                s3.client().listObjects(list -> list.bucket("later")).contents().size() == 1);
    }

    @Test
    void aMissingFolderIsNamedAndWaitedForWhileOtherMountsGoOn() throws Exception {
        Files.createDirectories(temp.resolve("good"));
        Files.writeString(temp.resolve("good/a"), "a");
        sync.setGlobal("mounts.good.folder", temp.resolve("good").toString())
                .setGlobal("mounts.good.bucket", S3Server.BUCKET)
                .setGlobal("mounts.good.prefix", "good")
                .setGlobal("mounts.good.direction", "two-way")
                .setGlobal("mounts.good.interval", "200ms")
                .setGlobal("mounts.good.endpoint", s3.endpoint().toString())
                .setGlobal("mounts.good.access-key", S3Server.ACCESS_KEY)
                .setGlobal("mounts.good.secret-key", S3Server.SECRET_KEY);
        Files.delete(temp.resolve("folder"));
        sync.start();
        sync.await(() -> "a".equals(s3.content("good/a")));
        assertThat(log.has("ERROR m - Cannot start mount 'm': folder '" + temp.resolve("folder")
                        + "' does not exist. Create it or correct mounts.m.folder. Trying again in 1 s"))
                .isTrue();
        sync.write("b", "b");
        sync.await(() -> "b".equals(s3.content("p/b")));
    }

    @Test
    void aPlaceWhereNoIndexCanBeIsNamed() throws Exception {
        sync.set("index", temp.resolve("nowhere/x.db").toString());
        assertThat(sync.once()).isFalse();
        assertThat(log.has("mounts.m.index = '" + temp.resolve("nowhere/x.db") + "' lies in '" + temp.resolve("nowhere")
                        + "', which is not a directory"))
                .isTrue();
        sync.set("index", temp.toString());
        assertThat(sync.once()).isFalse();
        assertThat(log.has("mounts.m.index = '" + temp + "' is a directory. Name a file in it"))
                .isTrue();
        sync.set("index", temp.resolve("x.db").toString());
        assertThat(sync.once()).isTrue();
        assertThat(log.has("there is no index, although")).isFalse();
    }

    @Test
    void wrongCredentialsAreTold() throws Exception {
        sync.set("secret-key", "wrong").write("a", "a");
        assertThat(sync.once()).isFalse();
        assertThat(log.has("the store does not accept these credentials (403 SignatureDoesNotMatch)"))
                .isTrue();
        assertThat(log.lines()).noneMatch(line -> line.contains("wrong"));
    }

    @Test
    void aStoreThatIsGoneIsWaitedFor() throws Exception {
        sync.write("a", "a").start();
        awaitInStep();
        s3.faults().add((operation, key) -> {
            throw org.gaul.s3proxy.blobstore.S3Exceptions.fromStatusCode(503);
        });
        sync.write("b", "b");
        sync.await(() -> log.has("the store is overloaded or failing (503"));
        s3.faults().heal();
        awaitInStep();
    }

    @Test
    void anUnreachableStoreIsNamed() throws Exception {
        sync.set("endpoint", "http://127.0.0.1:9").write("a", "a");
        assertThat(sync.once()).isFalse();
        assertThat(log.has("cannot reach the store at http://127.0.0.1:9: ")).isTrue();
    }

    @Test
    void aPathThatFailsHoldsUpNoOther() throws Exception {
        sync.write("bad", "bad").write("good", "good");
        s3.faults().add((operation, key) -> {
            if (operation.equals("PUT") && key.equals("p/bad")) {
                throw org.gaul.s3proxy.blobstore.S3Exceptions.fromStatusCode(403);
            }
        });
        assertThat(sync.once()).isFalse();
        assertThat(s3.contents("p/")).isEqualTo(Map.of("good", "good"));
        assertThat(log.lines())
                .filteredOn(line -> line.contains("cannot synchronize bad"))
                .hasSize(1);
        assertThat(log.has("s3:PutObject")).isTrue();
        s3.faults().heal();
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).isEqualTo(sync.files());
    }

    @Test
    void passingFaultsAreRiddenOut() throws Exception {
        sync.write("a", "a");
        s3.put("p/b", "b");
        s3.faults().fail("PUT", 500, 2);
        s3.faults().fail("GET", 503, 2);
        s3.faults().fail("LIST", 500, 1);
        assertThat(sync.once()).isTrue();
        assertThat(s3.contents("p/")).isEqualTo(sync.files()).hasSize(2);
    }

    @Test
    void aSecondCaravanOnTheFolderIsRefusedAndNamesTheFirst() throws Exception {
        sync.write("a", "a").start();
        awaitInStep();
        Sync second = Sync.of(s3, temp.resolve("folder"));
        assertThat(second.once()).isFalse();
        assertThat(log.has("another Caravan has folder '" + temp.resolve("folder") + "' open (process "
                        + ProcessHandle.current().pid() + ")"))
                .isTrue();
        sync.write("b", "b");
        awaitInStep();
    }

    @Test
    @Tag("camel")
    void everythingDoneHasALineAndThePassASummary() throws Exception {
        sync.write("a.txt", "0123456789");
        s3.put("p/b.txt", "b");
        assertThat(sync.once()).isTrue();
        assertThat(log.lines()).anyMatch(line -> line.matches("INFO m - uploaded a\\.txt \\(10 B, \\d+\\.\\d s\\)"));
        assertThat(log.lines()).anyMatch(line -> line.matches("INFO m - downloaded b\\.txt \\(1 B, \\d+\\.\\d s\\)"));
        assertThat(log.lines())
                .anyMatch(line -> line.matches("INFO m - 1 uploaded, 1 downloaded \\(11 B\\) in \\d+\\.\\d s"));
        assertThat(log.lines()).noneMatch(line -> line.contains(S3Server.SECRET_KEY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"changed", "verdict", "planned"})
    void anIndexWhoseSchemaIsBrokenIsBuiltAnewToo(String column) throws Exception {
        sync.write("a", "a");
        assertThat(sync.once()).isTrue();
        Path index = sync.path(".caravan/index.db");
        // each letter a byte, there and back
        String bytes = Files.readString(index, StandardCharsets.ISO_8859_1);
        String broken = bytes.replaceFirst(column, column.replace('n', 'q').replace('v', 'q'));
        Files.writeString(index, broken, StandardCharsets.ISO_8859_1);
        try (LogCapture log = new LogCapture()) {
            assertThat(sync.once()).isTrue();
            assertThat(log.has("the index was damaged")).isTrue();
        }
        assertThat(sync.files()).isEqualTo(Map.of("a", "a"));
    }

    @Test
    void aDamagedIndexIsBuiltAnewWithoutCopyingAnything() throws Exception {
        sync.write("a", "a");
        s3.put("p/b", "b");
        assertThat(sync.once()).isTrue();
        Files.writeString(sync.path(".caravan/index.db"), "damaged".repeat(1000));
        s3.faults().counted();
        assertThat(sync.once()).isTrue();
        assertThat(s3.faults().counted()).doesNotContainKeys("PUT", "GET", "DELETE");
        assertThat(log.has("the index was damaged")).isTrue();
        sync.delete("a");
        assertThat(sync.once()).isTrue();
        assertThat(s3.content("p/a")).isNull();
    }
}
