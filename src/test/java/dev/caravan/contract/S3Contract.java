package dev.caravan.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.caravan.mount.Location;
import dev.caravan.mount.ObjectSettings;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.ObjectHead;
import dev.caravan.remote.Versions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What Caravan relies on in a store, seen through its own requests. One subclass for each server. */
abstract class S3Contract extends PartsContract {
    private static final String SHA256 = "0".repeat(64);

    @Test
    void theEtagOfASimpleObjectIsItsMd5() {
        put("a", "hello", null, false);
        assertThat(head("a").version().etag()).isEqualTo("5d41402abc4b2a76b9719d911017c592");
    }

    @Test
    void metadataAndContentTypeStay() {
        client.putObject(
                bucket.requests()
                        .put(
                                path("a"),
                                Map.of("mtime", "1580702706.123456789", "sha256", SHA256),
                                "text/html",
                                null,
                                false),
                RequestBody.fromString("x"));
        ObjectHead head = head("a");
        assertThat(head.metadata()).containsEntry("mtime", "1580702706.123456789");
        assertThat(head.sha256()).contains(SHA256);
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
        assertThat(Versions.of(listed.get(0)).same(head(name).version())).isTrue();
        client.deleteObject(bucket.requests().delete(path(name), null));
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
        try (ResponseInputStream<GetObjectResponse> body =
                bucket.open(bucket.requests().get(path("a"), version))) {
            assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("1");
        }
        put("a", "2", null, false);
        assertRefused(412, () -> bucket.open(bucket.requests().get(path("a"), version)));
    }

    @Test
    void anObjectIsDeletedOnlyInTheExpectedVersion() {
        put("a", "1", null, false);
        String etag = head("a").version().etag();
        put("a", "2", null, false);
        assertRefused(412, () -> client.deleteObject(bucket.requests().delete(path("a"), etag)));
        assertThat(content("a")).isEqualTo("2");
        client.deleteObject(
                bucket.requests().delete(path("a"), head("a").version().etag()));
        assertThat(bucket.head(path("a"))).isEmpty();
    }

    @Test
    void anEmptyObjectIsOne() {
        put("empty", "", null, true);
        assertThat(head("empty").version().size()).isZero();
    }

    @Test
    void aPreparedPutGoesInPlaceOfTheOneThatCamelMade() {
        Map<String, String> metadata =
                puts.prepare(bucket.requests().put(path("${x}"), Map.of("k", "v"), "text/plain", null, true));
        client.putObject(put -> put.bucket(bucketName).key("-").metadata(metadata), RequestBody.fromString("body"));
        assertThat(content("${x}")).isEqualTo("body");
        assertThat(head("${x}").metadata()).isEqualTo(Map.of("k", "v"));
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
}
