package dev.caravan.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.Readme;
import dev.caravan.testing.S3Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Files that go in parts, several at a time. */
@Tag("camel")
class LargeFilesTest extends SyncTest {
    private static final int MIB = 1024 * 1024;

    @BeforeEach
    void inPartsOf5MiB() {
        sync.setGlobal("transfers.multipart-threshold", "5MB").setGlobal("transfers.part-size", "5MB");
    }

    @Test
    void goBothWays() throws Exception {
        byte[] up = random(17 * MIB + 123);
        byte[] down = random(12 * MIB);
        Files.write(sync.path("up.mp4"), up);
        s3.put("p/down.bin", down);
        assertThat(sync.once()).isTrue();
        assertThat(s3.faults().counted()).containsEntry("PART", 4).containsEntry("GET", 3);
        HeadObjectResponse head =
                s3.client().headObject(object -> object.bucket(S3Server.BUCKET).key("p/up.mp4"));
        assertThat(head.eTag()).endsWith("-4\"");
        assertThat(head.contentType()).isEqualTo("video/mp4");
        assertThat(head.metadata()).containsKey("mtime").containsEntry("sha256", sha256(up, 5 * MIB) + "/5242880");
        assertThat(bytes("p/up.mp4")).isEqualTo(up);
        assertThat(Files.readAllBytes(sync.path("down.bin"))).isEqualTo(down);
        s3.faults().counted();
        assertThat(sync.once()).isTrue();
        assertThat(s3.faults().counted()).containsOnlyKeys("LIST");
    }

    @ParameterizedTest
    @CsvSource({"5MB, 3", "6MB, 2", "64MB, 1"})
    void areProvedWhateverThePartsTheyComeIn(String parts, int requests) throws Exception {
        byte[] content = random(11 * MIB + 5);
        Files.write(sync.path("large"), content);
        assertThat(sync.once()).isTrue();
        arrivesWhole(parts, content, requests);
    }

    @Test
    void areProvedByAChecksumOfTheWhole() throws Exception {
        byte[] content = random(11 * MIB + 5);
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(content);
        Map<String, String> metadata = Map.of("sha256", HexFormat.of().formatHex(sha256));
        s3.client()
                .putObject(
                        put -> put.bucket(S3Server.BUCKET).key("p/large").metadata(metadata),
                        RequestBody.fromBytes(content));
        sync.set("etags", "opaque");
        arrivesWhole("5MB", content, 3);
    }

    @Test
    void comeAlsoWhereAnotherToolMeansSomethingElseBySha256() throws Exception {
        s3.client()
                .putObject(
                        put -> put.bucket(S3Server.BUCKET)
                                .key("p/a")
                                .metadata(Map.of("sha256", "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=")),
                        RequestBody.fromString("a"));
        sync.set("etags", "opaque");
        assertThat(sync.once()).isTrue();
        assertThat(sync.read("a")).isEqualTo("a");
    }

    /** First its content changes on its way; then it does not. */
    private void arrivesWhole(String parts, byte[] content, int requests) throws Exception {
        sync.setGlobal("transfers.multipart-threshold", parts).setGlobal("transfers.part-size", parts);
        sync.set("folder", Files.createDirectory(sync.path("../other")).toString());
        AtomicBoolean changed = new AtomicBoolean();
        s3.faults().way((key, body) -> changed.compareAndSet(false, true) ? corrupted(body) : body);
        s3.faults().counted();
        assertThat(sync.once()).isTrue();
        assertThat(s3.faults().counted()).containsEntry("GET", 2 * requests);
        assertThat(Files.readAllBytes(sync.path("../other/large"))).isEqualTo(content);
    }

    @Test
    void haveTheMetadataThatTheReadmeTellsOf() throws Exception {
        Files.write(sync.path("large"), random(11 * MIB));
        Files.write(sync.path("small"), random(11));
        assertThat(sync.once()).isTrue();
        String told = Readme.read().text().replaceAll("(?s).*## What an object carries(.*?)\n## .*", "$1");
        for (String key : new String[] {"p/large", "p/small"}) {
            assertThat(s3.metadata(key).keySet())
                    .allSatisfy(name -> assertThat(told).contains("`" + name + "`"));
        }
    }

    @Test
    void areAdoptedWhereTheIndexIsLost() throws Exception {
        sync.set("etags", "opaque");
        byte[] content = random(11 * MIB + 5);
        Files.write(sync.path("large"), content);
        assertThat(sync.once()).isTrue();
        try (Stream<Path> index = Files.list(sync.path(".caravan"))) {
            for (Path file : index.filter(file -> file.getFileName().toString().startsWith("index"))
                    .toList()) {
                Files.delete(file);
            }
        }
        sync.setGlobal("transfers.part-size", "6MB");
        s3.faults().counted();
        assertThat(sync.once()).isTrue();
        assertThat(s3.faults().counted()).containsOnlyKeys("HEAD", "LIST");
        assertThat(Files.readAllBytes(sync.path("large"))).isEqualTo(content);
        assertThat(s3.keys()).containsExactly("p/large");
    }

    @Test
    void thatWereOnlyTouchedAreNotSentAgain() throws Exception {
        Files.write(sync.path("large"), random(11 * MIB + 5));
        assertThat(sync.once()).isTrue();
        Files.setLastModifiedTime(sync.path("large"), FileTime.from(Instant.parse("2020-02-03T04:05:06Z")));
        s3.faults().counted();
        assertThat(sync.once()).isTrue();
        assertThat(s3.faults().counted()).containsOnlyKeys("LIST");
    }

    private static InputStream corrupted(InputStream content) {
        try (content) {
            byte[] bytes = content.readAllBytes();
            bytes[bytes.length / 2] ^= 1;
            return new ByteArrayInputStream(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] bytes(String key) {
        return s3.client()
                .getObjectAsBytes(get -> get.bucket(S3Server.BUCKET).key(key))
                .asByteArray();
    }

    private static String sha256(byte[] content, int part) throws Exception {
        MessageDigest all = MessageDigest.getInstance("SHA-256");
        for (int start = 0; start < content.length; start += part) {
            MessageDigest one = MessageDigest.getInstance("SHA-256");
            one.update(content, start, Math.min(part, content.length - start));
            all.update(one.digest());
        }
        return HexFormat.of().formatHex(all.digest());
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
