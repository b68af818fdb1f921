package dev.caravan.remote.lean;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.remote.lean.Wire.Destination;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;

/** What is sent is signed as the AWS SDK's own signer would sign it, wherever the bucket is. */
class WireTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-28T09:05:03Z"), ZoneOffset.UTC);
    private static final AwsCredentials KEYS = AwsSessionCredentials.create("key", "secret/+", "token==");
    private static final String ODD = "aZ0 /+%&=?#'\"()*!~;:@$,<>[]{}|\\^`éß日\u0301😀.-_";

    /** Answers everything, and keeps what was asked. */
    private static final class Recorder implements SdkHttpClient {
        private final List<SdkHttpRequest> requests = new ArrayList<>();

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            requests.add(request.httpRequest());
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    return HttpExecuteResponse.builder()
                            .response(SdkHttpFullResponse.builder()
                                    .statusCode(200)
                                    .build())
                            .build();
                }

                @Override
                public void abort() {
                    // nothing is open
                }
            };
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private static SdkHttpRequest sent(Place place, String key, S3Request request, byte[] body) {
        Recorder http = new Recorder();
        Wire wire = new Wire(http, StaticCredentialsProvider.create(KEYS), bucket -> Optional.of(place), NOW);
        Wire.Payload payload = body == null ? null : new Wire.Payload(sha256(body), RequestBody.fromBytes(body));
        SdkHttpMethod method = body == null ? SdkHttpMethod.GET : SdkHttpMethod.PUT;
        assertThat(wire.send(new Destination(method, "bucket", key), request, payload))
                .isPresent();
        return http.requests.get(0);
    }

    private static String sha256(byte[] body) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(body));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same request without what a signer adds, signed by the SDK. */
    private static Optional<String> signedBySdk(SdkHttpRequest sent, String region, byte[] body) {
        SdkHttpRequest.Builder bare = sent.toBuilder();
        for (String header : List.of(
                "Authorization",
                "User-Agent",
                "Content-Length",
                "x-amz-date",
                "x-amz-content-sha256",
                "x-amz-security-token",
                "host")) {
            bare.removeHeader(header);
        }
        return AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(KEYS)
                        .request(bare.build())
                        .payload(body == null ? null : () -> new ByteArrayInputStream(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, NOW))
                .request()
                .firstMatchingHeader("Authorization");
    }

    /** The SDK's own bodies of files are opened anew for each attempt, and nobody else closes them. */
    @Test
    void leavesNoBodyOpen() {
        List<InputStream> open = new ArrayList<>();
        SdkHttpClient http = new SdkHttpClient() {
            @Override
            public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
                request.contentStreamProvider().orElseThrow().newStream();
                request.contentStreamProvider().orElseThrow().newStream();
                return new Recorder().prepareRequest(request);
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
        Place place = new Place(URI.create("http://127.0.0.1:9000/bucket"), "us-east-1");
        Wire wire = new Wire(http, StaticCredentialsProvider.create(KEYS), bucket -> Optional.of(place), NOW);
        RequestBody body = RequestBody.fromContentProvider(
                () -> {
                    InputStream stream = new ByteArrayInputStream(new byte[1]) {
                        @Override
                        public void close() {
                            open.remove(this);
                        }
                    };
                    open.add(stream);
                    return stream;
                },
                1,
                "text/plain");
        PutObjectRequest put =
                PutObjectRequest.builder().bucket("bucket").key("k").build();
        assertThat(wire.send(new Destination(SdkHttpMethod.PUT, "bucket", "k"), put, new Wire.Payload("abc", body)))
                .isPresent();
        assertThat(open).isEmpty();
    }

    @Test
    void theSignatureIsThatOfTheSdk() {
        Random random = new Random(20261128);
        int[] points = ODD.codePoints().toArray();
        List<Place> places = List.of(
                new Place(URI.create("https://bucket.s3.eu-central-1.amazonaws.com"), "eu-central-1"),
                new Place(URI.create("http://127.0.0.1:9000/bucket"), "us-east-1"),
                new Place(URI.create("https://store.example/base/bucket"), "any"),
                new Place(URI.create("http://[::1]:9000/bucket"), "us-east-1"),
                new Place(URI.create("https://store.example:443/bucket"), "us-east-1"));
        for (int i = 0; i < 300; i++) {
            StringBuilder name = new StringBuilder("k");
            for (int length = random.nextInt(12); length > 0; length--) {
                name.appendCodePoint(points[random.nextInt(points.length)]);
            }
            String key = name.toString().replace("//", "/");
            Place place = places.get(i % places.size());
            byte[] body = {(byte) i};
            PutObjectRequest put = PutObjectRequest.builder()
                    .bucket("bucket")
                    .key(key)
                    .contentType("text/plain; charset=utf-8")
                    .ifMatch("\"a\"")
                    .metadata(Map.of("mtime", "1.5", "Other", "a,b"))
                    .build();
            SdkHttpRequest sent = sent(place, key, put, body);
            assertThat(sent.firstMatchingHeader("Authorization"))
                    .as("PUT of " + key + " to " + place)
                    .isEqualTo(signedBySdk(sent, place.region(), body));
            ListObjectsRequest list = ListObjectsRequest.builder()
                    .bucket("bucket")
                    .prefix(key)
                    .marker(key)
                    .encodingType(EncodingType.URL)
                    .build();
            SdkHttpRequest listed = sent(place, "", list, null);
            assertThat(listed.firstMatchingHeader("Authorization"))
                    .as("LIST of " + key + " at " + place)
                    .isEqualTo(signedBySdk(listed, place.region(), null));
        }
    }
}
