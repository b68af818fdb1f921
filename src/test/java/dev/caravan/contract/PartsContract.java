package dev.caravan.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.mount.RemoteVersion;
import dev.caravan.remote.multipart.Parallel;
import dev.caravan.remote.multipart.Parts;
import dev.caravan.remote.multipart.PartsDownload;
import dev.caravan.remote.multipart.PartsUpload;
import dev.caravan.transfer.Checksums;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** What Caravan relies on when it sends and fetches large contents, in parts. */
abstract class PartsContract extends S3Fixture {
    private static final int MIB = 1024 * 1024;
    private static final String IN_PARTS = "0".repeat(64) + "/5242880";

    private static final PartsUpload.Claim CLAIM = new PartsUpload.Claim("token", null);

    @TempDir
    Path temp;

    private final ExecutorService helpers = Executors.newFixedThreadPool(4);

    @AfterEach
    void stopHelpers() {
        helpers.shutdown();
    }

    @Test
    void aLargeFileGoesInPartsBothWays() throws Exception {
        byte[] content = new byte[11 * MIB + 17];
        new Random(1).nextBytes(content);
        Path file = Files.write(temp.resolve("up"), content);
        Parallel parallel = new Parallel(helpers, 4, () -> false);
        PutObjectRequest request =
                bucket.requests().put(path("large"), Map.of("sha256", IN_PARTS), "video/mp4", null, true);
        Registered registered = new Registered();
        String etag = new PartsUpload(client, parallel, registered)
                .send(request, () -> FileChannel.open(file), new Parts(content.length, 5 * MIB), CLAIM);
        assertThat(registered.underWay).isEmpty();
        assertThat(registered.ended).isEqualTo(1);
        RemoteVersion version = head("large").version();
        assertThat(etag).isEqualTo("\"" + version.etag() + "\"").endsWith("-3\"");
        assertThat(head("large").sha256()).contains(IN_PARTS);

        Path received = Files.createFile(temp.resolve("down"));
        PartChecksums read = new PartChecksums();
        try (FileChannel channel = FileChannel.open(received, StandardOpenOption.WRITE)) {
            GetObjectResponse said = new PartsDownload(client, parallel)
                    .receive(
                            bucket.requests().get(path("large"), version),
                            new Parts(content.length, 4 * MIB),
                            channel,
                            read);
            assertThat(said.metadata()).containsEntry("sha256", IN_PARTS);
        }
        assertThat(Files.mismatch(file, received)).isEqualTo(-1);
        assertThat(read.sums)
                .containsOnlyKeys(0, 1, 2)
                .allSatisfy((part, sum) -> assertThat(sum).isEqualTo(sha256(content, part, 4 * MIB)));
    }

    /** The SHA-256s of the parts that came. */
    private static final class PartChecksums implements PartsDownload.Reader {
        private final Map<Integer, String> sums = new ConcurrentHashMap<>();

        @Override
        public MessageDigest begin(GetObjectResponse said) {
            return Checksums.sha256();
        }

        @Override
        public void end(int number, MessageDigest read) {
            sums.put(number, Checksums.hex(read));
        }
    }

    private static String sha256(byte[] content, int part, int partSize) {
        MessageDigest sha256 = Checksums.sha256();
        sha256.update(content, part * partSize, Math.min(partSize, content.length - part * partSize));
        return Checksums.hex(sha256);
    }

    private static final class Registered implements PartsUpload.Register {
        private final List<String> underWay = new ArrayList<>();
        private int ended;

        @Override
        public void named(String token, String id) {
            underWay.add(token);
        }

        @Override
        public void ended(String token) {
            underWay.remove(token);
            ended++;
        }
    }

    @Test
    void anInterruptedUploadGoesOnWithThePartsThatArrived() throws Exception {
        byte[] content = new byte[11 * MIB];
        new Random(2).nextBytes(content);
        Path file = Files.write(temp.resolve("up"), content);
        Parallel parallel = new Parallel(helpers, 1, () -> false);
        PutObjectRequest request =
                bucket.requests().put(path("interrupted"), Map.of("sha256", IN_PARTS), null, null, true);
        String id = client.createMultipartUpload(
                        upload -> upload.bucket(bucketName).key(request.key()).metadata(Map.of("sha256", IN_PARTS)))
                .uploadId();
        client.uploadPart(
                part -> part.bucket(bucketName).key(request.key()).uploadId(id).partNumber(1),
                RequestBody.fromBytes(Arrays.copyOf(content, 5 * MIB)));
        new PartsUpload(client, parallel, new Registered())
                .send(
                        request,
                        () -> FileChannel.open(file),
                        new Parts(content.length, 5 * MIB),
                        new PartsUpload.Claim("token", id));
        assertThat(client.getObjectAsBytes(get -> get.bucket(bucketName).key(request.key()))
                        .asByteArray())
                .isEqualTo(content);
        assertThat(client.listMultipartUploads(list -> list.bucket(bucketName)).uploads())
                .isEmpty();
    }

    @Test
    void anUploadWhoseIdNobodyKnowsIsFound() {
        String id = client.createMultipartUpload(
                        upload -> upload.bucket(bucketName).key("p/unknown"))
                .uploadId();
        PartsUpload parts = new PartsUpload(client, new Parallel(helpers, 4, () -> false), new Registered());
        assertThat(parts.found(bucketName, "p/unknown", Instant.now().minusSeconds(600)))
                .containsExactly(id);
        assertThat(parts.found(bucketName, "p/unknow", Instant.EPOCH)).isEmpty();
        assertThat(parts.abort(bucketName, "p/unknown", id)).isTrue();
    }

    @Test
    void anUploadThatACrashLeftIsAborted() {
        String id = client.createMultipartUpload(
                        upload -> upload.bucket(bucketName).key("p/left"))
                .uploadId();
        PartsUpload parts = new PartsUpload(client, new Parallel(helpers, 4, () -> false), new Registered());
        assertThat(parts.abort(bucketName, "p/left", id)).isTrue();
        assertThat(parts.abort(bucketName, "p/left", id)).isTrue();
    }
}
