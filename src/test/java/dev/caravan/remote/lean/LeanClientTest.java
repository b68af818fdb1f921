package dev.caravan.remote.lean;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.mount.S3ClientKind;
import dev.caravan.mount.Secret;
import dev.caravan.mount.Store;
import dev.caravan.remote.client.Clients;
import dev.caravan.remote.client.PreparedPuts;
import dev.caravan.remote.client.SentOnce;
import dev.caravan.testing.ScriptedStore;
import dev.caravan.testing.ScriptedStore.Asked;
import dev.caravan.testing.ScriptedStore.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * Whatever a store answers, the lean client and the SDK alone do the same: the same requests, as many of them, and the same
 * result. What differs is who writes them.
 */
class LeanClientTest {
    private static final String LIST = "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            + "<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated><NextMarker>b%20c</NextMarker>"
            + "<Contents><Key>a%2Bb</Key><LastModified>2026-11-28T19:41:44.000Z</LastModified>"
            + "<ETag>&quot;0cc175b9c0f1b6a831c399e269772661&quot;</ETag><Size>1</Size>"
            + "<StorageClass>GLACIER</StorageClass></Contents>"
            + "<Contents><Key>b%20c</Key><LastModified>2026-11-28T19:41:45.000Z</LastModified>"
            + "<ETag>\"92eb5ffee6ae2fec3ad71c777531578f-2\"</ETag><Size>7</Size></Contents></ListBucketResult>";
    private static final Map<String, String> HEADERS = Map.of(
            "ETag",
            "\"0cc175b9c0f1b6a831c399e269772661\"",
            "Last-Modified",
            "Sat, 28 Nov 2026 19:41:44 GMT",
            "x-amz-meta-caravan-mtime",
            "1764358904.5",
            "x-amz-version-id",
            "v1");

    private ScriptedStore store;
    private Clients clients;

    @BeforeEach
    void start() throws IOException {
        store = new ScriptedStore();
        clients = new Clients(5, new PreparedPuts(), false);
    }

    @AfterEach
    void stop() {
        clients.close();
        store.close();
    }

    /** All that clients of a process share is theirs alone, such as how many retries are left. */
    private S3Client client(S3ClientKind kind) {
        clients.close();
        clients = new Clients(5, new PreparedPuts(), false);
        return clients.client(new Store(
                Optional.of("us-east-1"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(store.endpoint()),
                Optional.empty(),
                Optional.of("key"),
                Optional.of(new Secret("secret")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                kind));
    }

    /** A request, and what is known of what came of it. */
    private record Call(Reply good, Function<S3Client, Object> made) {}

    private static Map<String, Call> calls(String key) {
        Map<String, Call> calls = new LinkedHashMap<>();
        Reply usual = new Reply(200, HEADERS, "");
        calls.put("put", new Call(usual, client -> put(client, put(key, "content"), "content")));
        calls.put(
                "put again",
                new Call(usual, client -> put(client, SentOnce.repeatable(put(key, "content")), "content")));
        calls.put(
                "part",
                new Call(
                        usual,
                        client -> client.uploadPart(part(key), RequestBody.fromString("content"))
                                .eTag()));
        calls.put("head", new Call(usual, client -> {
            var head = client.headObject(each -> each.bucket("bucket").key(key));
            return List.of(head.eTag(), head.lastModified(), head.metadata(), head.versionId());
        }));
        calls.put("get", new Call(new Reply(200, HEADERS, "what there is"), client -> {
            try (var content = client.getObject(GetObjectRequest.builder()
                    .bucket("bucket")
                    .key(key)
                    .range("bytes=0-12")
                    .ifMatch("\"x\"")
                    .build())) {
                return List.of(
                        new String(content.readAllBytes(), StandardCharsets.UTF_8),
                        content.response().eTag(),
                        content.response().contentLength(),
                        content.response().metadata());
            } catch (IOException e) {
                return e.getClass();
            }
        }));
        calls.put(
                "delete",
                new Call(
                        new Reply(204, Map.of("x-amz-version-id", "v2"), ""),
                        client -> client.deleteObject(delete ->
                                        delete.bucket("bucket").key(key).ifMatch("\"x\""))
                                .versionId()));
        calls.put("list", new Call(new Reply(200, Map.of(), LIST), client -> {
            var page = client.listObjects(ListObjectsRequest.builder()
                    .bucket("bucket")
                    .prefix(key)
                    .marker("a b")
                    .encodingType(EncodingType.URL)
                    .build());
            return List.of(page.contents(), page.isTruncated(), page.nextMarker());
        }));
        calls.put("list what changed", new Call(new Reply(200, Map.of(), LIST), client -> {
            Told told = new Told();
            try {
                told.add(client.listObjects(ListObjectsRequest.builder()
                                .bucket("bucket")
                                .prefix(key)
                                .encodingType(EncodingType.URL)
                                .overrideConfiguration(each -> each.putExecutionAttribute(KeysInStep.LISTING, told))
                                .build())
                        .contents());
            } catch (SdkException e) {
                told.add(e.getClass());
            }
            return told;
        }));
        return calls;
    }

    /** Whoever asked for a list, and what he was told. */
    private static final class Told extends ArrayList<Object> implements KeysInStep.KeyPage {
        private static final long serialVersionUID = 1;

        @Override
        public void page(int keys) {
            add(keys);
        }

        @Override
        public void says(boolean more, String next) {
            add(more + " " + next);
        }

        @Override
        public boolean meets(String key, String etag, long size) {
            add(key + " " + etag + " " + size);
            return key.equals("a+b");
        }
    }

    private static Object put(S3Client client, PutObjectRequest put, String content) {
        var response = client.putObject(put, RequestBody.fromString(content));
        return List.of(response.eTag(), response.versionId());
    }

    private static PutObjectRequest put(String key, String content) {
        PutObjectRequest put = PutObjectRequest.builder()
                .bucket("bucket")
                .key(key)
                .contentType("text/plain")
                .contentMD5(Base64.getEncoder().encodeToString(digest("MD5", content)))
                .ifNoneMatch("*")
                .metadata(Map.of("caravan-mtime", "1764358904.5"))
                .build();
        return known(content).in(put);
    }

    private static UploadPartRequest part(String key) {
        return known("content")
                .in(UploadPartRequest.builder()
                        .bucket("bucket")
                        .key(key)
                        .uploadId("id&1")
                        .partNumber(3)
                        .build());
    }

    private static KnownContent known(String content) {
        return new KnownContent(HexFormat.of().formatHex(digest("SHA-256", content)), null);
    }

    private static byte[] digest(String algorithm, String content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatIsAnsweredPlainlyNeedsNoSdk() {
        S3Client lean = client(S3ClientKind.LEAN);
        calls("a/b c+d").forEach((name, call) -> {
            store.plays(call.good());
            assertThat(call.made().apply(lean)).as(name).isNotNull();
            assertThat(store.asked()).as(name).extracting(Asked::agent).containsExactly("caravan");
        });
    }

    @Test
    void keysAndHeadersAreThoseOfTheSdk() {
        Random random = new Random(20261128);
        String odd = "aZ0 /+%&=?#'\"()*!~;:@$,<>[]{}|\\^`éß日\u0301😀.-_";
        for (int i = 0; i < 150; i++) {
            StringBuilder key = new StringBuilder("k");
            int[] points = odd.codePoints().toArray();
            for (int length = random.nextInt(12); length > 0; length--) {
                key.appendCodePoint(points[random.nextInt(points.length)]);
            }
            calls(key.toString()).forEach((name, call) -> assertSame(name + " of '" + key + "'", call));
        }
    }

    @Test
    void whateverElseIsAnsweredIsTheSdksToJudge() {
        List<Reply> answers = new ArrayList<>();
        for (int status : new int[] {0, 301, 304, 307, 400, 401, 403, 404, 409, 412, 416, 429, 500, 501, 503}) {
            answers.add(new Reply(status, Map.of(), ""));
        }
        for (String code : List.of("ExpiredToken", "NoSuchKey", "NoSuchBucket", "SlowDown", "NotImplemented")) {
            int status = Map.of("NoSuchKey", 404, "NoSuchBucket", 404, "SlowDown", 503, "NotImplemented", 501)
                    .getOrDefault(code, 400);
            answers.add(new Reply(status, Map.of(), "<Error><Code>" + code + "</Code><Message>why</Message></Error>"));
        }
        answers.add(new Reply(
                403,
                Map.of("Date", "Sat, 28 Nov 2020 19:41:44 GMT"),
                "<Error><Code>RequestTimeTooSkewed</Code></Error>"));
        answers.add(new Reply(200, Map.of("Last-Modified", "nonsense", "Content-Range", "x"), LIST.replace("Z<", "<")));
        answers.add(new Reply(200, Map.of(), "<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>"));
        answers.add(new Reply(200, Map.of("ETag", "\"x\""), "no XML"));
        for (Reply answer : answers) {
            calls("a b").forEach((name, call) -> {
                assertSame(name + ", first " + answer, call, answer);
                assertSame(name + ", twice " + answer, call, answer, answer);
                assertSame(name + ", always " + answer, new Call(answer, call.made()));
            });
        }
    }

    @Test
    void anAnswerThatIsNoListIsNotAnEmptyOne() {
        for (String body : List.of(
                "",
                "<html><body>log in</body></html>",
                "<ListBucketResult></ListBucketResult>",
                "<ListBucketResult/>",
                "<ListBucketResult><IsTruncated></IsTruncated></ListBucketResult>",
                "<ListBucketResult><IsTruncated>maybe</IsTruncated></ListBucketResult>",
                "<Error><IsTruncated>false</IsTruncated></Error>")) {
            for (S3ClientKind kind : S3ClientKind.values()) {
                S3Client client = client(kind);
                for (String name : List.of("list", "list what changed")) {
                    Call call = new Call(
                            new Reply(200, Map.of(), body), calls("a").get(name).made());
                    assertThat(outcome(client, call).result().toString())
                            .as(kind + " " + body)
                            .contains("SdkClientException");
                }
            }
        }
    }

    @Test
    void aListThatIsCutOffAnywhereIsNone() {
        calls("a b").forEach((name, call) -> {
            if (name.startsWith("list")) {
                for (int end = 0; end < LIST.length(); end++) {
                    Reply cut = new Reply(200, Map.of(), LIST.substring(0, end));
                    assertSame(name + " up to " + end, new Call(cut, call.made()));
                }
            }
        });
    }

    @Test
    void whatGoesWellMakesUpForWhatDidNot() {
        S3Client lean = client(S3ClientKind.LEAN);
        Call head = calls("a").get("head");
        Reply busy = new Reply(503, Map.of(), "");
        for (int i = 0; i < 100; i++) {
            outcome(lean, new Call(busy, head.made()));
        }
        assertThat(store.asked()).as("no retry is left").hasSize(1);
        for (int i = 0; i < 20; i++) {
            outcome(lean, head);
        }
        assertThat(outcome(lean, head, busy).asked()).hasSize(2);
    }

    private void assertSame(String what, Call call, Reply... first) {
        Outcome theirs = outcome(client(S3ClientKind.SDK), call, first);
        Outcome ours = outcome(client(S3ClientKind.LEAN), call, first);
        assertThat(ours).as(what).isEqualTo(theirs);
    }

    /** What came of a call, and what it asked for. */
    private record Outcome(Object result, List<Asked> asked) {}

    private Outcome outcome(S3Client client, Call call, Reply... first) {
        store.plays(call.good(), first);
        Object result;
        try {
            result = call.made().apply(client);
        } catch (S3Exception e) {
            result = List.of(
                    e.getClass(),
                    e.statusCode(),
                    String.valueOf(e.awsErrorDetails().errorCode()),
                    String.valueOf(e.awsErrorDetails().errorMessage()));
        } catch (SdkException | NullPointerException e) {
            result = e.getClass();
        }
        return new Outcome(
                String.valueOf(result),
                store.asked().stream().map(Asked::fromAnybody).toList());
    }
}
