package dev.caravan.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.caravan.mount.Location;
import dev.caravan.mount.ObjectSettings;
import dev.caravan.mount.RelativePath;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.ObjectHead;
import dev.caravan.remote.Parallel;
import dev.caravan.remote.PartsDownload;
import dev.caravan.remote.PartsUpload;
import dev.caravan.remote.PreparedPuts;
import dev.caravan.remote.RemoteVersion;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What Caravan relies on in a store, seen through its own requests. One subclass for each server. */
abstract class S3Contract {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path temp;

    private final ExecutorService helpers = Executors.newFixedThreadPool(4);
    private final PreparedPuts puts = new PreparedPuts();
    private final String bucketName = "contract-" + UUID.randomUUID();
    private S3Client client;
    private Bucket bucket;

    abstract URI endpoint();

    abstract String accessKey();

    abstract String secretKey();

    @BeforeEach
    void createBucket() {
        client = S3Client.builder()
                .httpClientBuilder(ApacheHttpClient.builder().expectContinueEnabled(false))
                .endpointOverride(endpoint())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey(), secretKey())))
                .overrideConfiguration(configuration -> configuration.addExecutionInterceptor(puts))
                .build();
        client.createBucket(create -> create.bucket(bucketName));
        bucket = new Bucket(
                client,
                new Location(bucketName, "p"),
                new ObjectSettings(Optional.empty(), Optional.empty(), true, Optional.empty()));
    }

    @AfterEach
    void close() {
        client.close();
        helpers.shutdown();
    }

    @Test
    void theEtagOfASimpleObjectIsItsMd5() {
        put("a", "hello", null, false);
        assertThat(head("a").version().etag()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
    }

    @Test
    void metadataAndContentTypeStay() {
        client.putObject(
                bucket.put(
                        path("a"), Map.of("mtime", "1580702706.123456789", "sha256", "ff"), "text/html", null, false),
                RequestBody.fromString("x"));
        ObjectHead head = head("a");
        assertThat(head.metadata()).containsEntry("mtime", "1580702706.123456789");
        assertThat(head.sha256()).contains("ff");
        assertThat(head.modified()).isEqualTo(Instant.parse("2020-02-03T04:05:06.123456789Z"));
        assertThat(head.encrypted()).isFalse();
        assertThat(client.headObject(h -> h.bucket(bucketName).key("p/a")).contentType())
                .isEqualTo("text/html");
    }

    @Test
    void aMissingObjectIsNone() {
        assertThat(bucket.head(path("missing"))).isEmpty();
    }

    @Test
    void aMissingBucketIsNamedAsSuch() {
        Bucket missing = new Bucket(
                client,
                new Location("missing-" + UUID.randomUUID(), ""),
                new ObjectSettings(Optional.empty(), Optional.empty(), true, Optional.empty()));
        assertThatExceptionOfType(S3Exception.class)
                .isThrownBy(() -> missing.list(null))
                .matches(refused -> refused.statusCode() == 404
                        && refused.awsErrorDetails().errorCode().equals("NoSuchBucket"));
    }

    @Test
    void aListGoesPageByPageInTheOrderOfBytesAndEndsWithAnEmptyPage() {
        IntStream.range(0, 1_005).parallel().forEach(i -> put("f" + i, "", null, false));
        put("foo.txt", "", null, false);
        put("foo/bar", "", null, false);
        client.putObject(p -> p.bucket(bucketName).key("px"), RequestBody.fromString("outside"));
        List<String> keys = new ArrayList<>();
        List<S3Object> page = bucket.list(null);
        int pages = 0;
        while (!page.isEmpty()) {
            page.forEach(object -> keys.add(object.key()));
            page = bucket.list(page.get(page.size() - 1).key());
            pages++;
        }
        assertThat(pages).isEqualTo(2);
        assertThat(keys).hasSize(1_007).doesNotHaveDuplicates().isSorted().contains("p/foo.txt", "p/foo/bar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "+%#?&", "ü/日本", "\ud83d\ude00", "a\nb", "a\tb", "${bean:x}", "<&>", "..."})
    void oddKeysComeBackAsTheyWere(String name) {
        put(name, "content", null, false);
        List<S3Object> listed = bucket.list(null);
        assertThat(listed).singleElement().extracting(S3Object::key).isEqualTo("p/" + name);
        assertThat(RemoteVersion.of(listed.get(0)).same(head(name).version())).isTrue();
        client.deleteObject(bucket.delete(path(name), null));
        assertThat(bucket.list(null)).isEmpty();
    }

    @Test
    void aNewObjectIsWrittenOnlyWhereThereIsNone() {
        put("a", "1", null, true);
        assertRefused(412, () -> put("a", "2", null, true));
        assertThat(content("a")).isEqualTo("1");
    }

    @Test
    void anObjectIsReplacedOnlyInTheExpectedVersion() {
        put("a", "1", null, true);
        String etag = head("a").version().etag();
        put("a", "2", etag, true);
        assertRefused(412, () -> put("a", "3", etag, true));
        assertThat(content("a")).isEqualTo("2");
    }

    @Test
    void anObjectIsFetchedOnlyInTheExpectedVersion() throws Exception {
        put("a", "1", null, false);
        RemoteVersion version = head("a").version();
        try (ResponseInputStream<GetObjectResponse> body = bucket.open(bucket.get(path("a"), version))) {
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("1");
        }
        put("a", "2", null, false);
        assertRefused(412, () -> bucket.open(bucket.get(path("a"), version)));
    }

    @Test
    void anObjectIsDeletedOnlyInTheExpectedVersion() {
        put("a", "1", null, false);
        String etag = head("a").version().etag();
        put("a", "2", null, false);
        assertRefused(412, () -> client.deleteObject(bucket.delete(path("a"), etag)));
        assertThat(content("a")).isEqualTo("2");
        client.deleteObject(bucket.delete(path("a"), head("a").version().etag()));
        assertThat(bucket.head(path("a"))).isEmpty();
    }

    @Test
    void anEmptyObjectIsOne() {
        put("empty", "", null, true);
        assertThat(head("empty").version().size()).isZero();
    }

    @Test
    void aLargeFileGoesInPartsBothWays() throws Exception {
        byte[] content = new byte[11 * MIB + 17];
        new Random(1).nextBytes(content);
        Path file = Files.write(temp.resolve("up"), content);
        Parallel parallel = new Parallel(helpers, 4, () -> false);
        PutObjectRequest request = bucket.put(path("large"), Map.of("sha256", "ff"), "video/mp4", null, true);
        Registered registered = new Registered();
        String etag = new PartsUpload(client, parallel, registered)
                .send(request, () -> FileChannel.open(file), content.length, 5 * MIB);
        assertThat(registered.underWay).isEmpty();
        assertThat(registered.ended).isEqualTo(1);
        RemoteVersion version = head("large").version();
        assertThat(etag).isEqualTo("\"" + version.etag() + "\"").endsWith("-3\"");
        assertThat(head("large").sha256()).contains("ff");

        Path received = Files.createFile(temp.resolve("down"));
        try (FileChannel channel = FileChannel.open(received, StandardOpenOption.WRITE)) {
            GetObjectResponse said = new PartsDownload(client, parallel)
                    .receive(bucket.get(path("large"), version), content.length, 4 * MIB, channel);
            assertThat(said.metadata()).containsEntry("sha256", "ff");
        }
        assertThat(Files.mismatch(file, received)).isEqualTo(-1);
    }

    @Test
    void aPreparedPutGoesInPlaceOfTheOneThatCamelMade() {
        Map<String, String> metadata =
                puts.prepare(bucket.put(path("${x}"), Map.of("k", "v"), "text/plain", null, true));
        client.putObject(put -> put.bucket(bucketName).key("-").metadata(metadata), RequestBody.fromString("body"));
        assertThat(content("${x}")).isEqualTo("body");
        assertThat(head("${x}").metadata()).isEqualTo(Map.of("k", "v"));
    }

    private static final class Registered implements PartsUpload.Register {
        private final List<String> underWay = new ArrayList<>();
        private int ended;

        @Override
        public void began(String id, String key) {
            underWay.add(id);
        }

        @Override
        public void ended(String id) {
            underWay.remove(id);
            ended++;
        }
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

    @Test
    void aVersionIsCopiedInsideTheStoreAndBack() throws Exception {
        put("a b+c", "old", null, false);
        RemoteVersion found = head("a b+c").version();
        bucket.copy("p/a b+c", found, "trash/1/a b+c");
        assertThat(client.getObjectAsBytes(get -> get.bucket(bucketName).key("trash/1/a b+c"))
                        .asUtf8String())
                .isEqualTo("old");
        put("a b+c", "new", null, false);
        RemoteVersion kept = bucket.headOf("trash/1/a b+c").orElseThrow().version();
        String replaced = head("a b+c").version().etag();
        bucket.copyBack("trash/1/a b+c", null, kept, path("a b+c"), replaced, false);
        assertThat(content("a b+c")).isEqualTo("old");
        assertThat(bucket.headOf("trash/3/none")).isEmpty();
    }

    private void put(String name, String content, String expected, boolean conditional) {
        client.putObject(
                bucket.put(path(name), Map.of(), null, expected, conditional), RequestBody.fromString(content));
    }

    private String content(String name) {
        return client.getObjectAsBytes(get -> get.bucket(bucketName).key("p/" + name))
                .asUtf8String();
    }

    private ObjectHead head(String name) {
        return bucket.head(path(name)).orElseThrow();
    }

    private static void assertRefused(int status, Runnable request) {
        assertThatExceptionOfType(S3Exception.class)
                .isThrownBy(request::run)
                .matches(refused -> refused.statusCode() == status, "has status " + status);
    }

    private static RelativePath path(String name) {
        return new RelativePath(name);
    }
}
