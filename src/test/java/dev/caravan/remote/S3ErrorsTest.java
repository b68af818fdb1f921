package dev.caravan.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.config.SettingsReader;
import dev.caravan.config.SettingsSource;
import dev.caravan.mount.Mount;
import dev.caravan.testing.Readme;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3ErrorsTest {
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "mounts.photos.folder", "/srv/photos",
            "mounts.photos.bucket", "holiday",
            "mounts.photos.prefix", "2026",
            "mounts.photos.region", "us-east-1"));

    @Test
    void bucketNotFound() {
        assertThat(explain(refused(404, "NoSuchBucket", "The specified bucket does not exist")))
                .isEqualTo("bucket 'holiday' does not exist (404 NoSuchBucket). Correct mounts.photos.bucket or"
                        + " mounts.photos.endpoint, or create it: aws s3 mb s3://holiday");
    }

    @Test
    void accessDeniedNamesTheActionsOfTheDirection() {
        settings.put("mounts.photos.direction", "download");
        assertThat(explain(refused(403, "AccessDenied", "Access Denied")))
                .isEqualTo("access denied to bucket 'holiday' (403 AccessDenied): Access Denied. The credentials need"
                        + " s3:ListBucket on arn:aws:s3:::holiday, and s3:GetObject on arn:aws:s3:::holiday/2026/*");
        settings.put("mounts.photos.direction", "two-way");
        assertThat(explain(refused(403, "AccessDenied", "Access Denied")))
                .contains("s3:GetObject, s3:PutObject, s3:DeleteObject, s3:AbortMultipartUpload on"
                        + " arn:aws:s3:::holiday/2026/*");
    }

    @Test
    void theReadmeGivesThoseActions() throws Exception {
        for (String direction : List.of("upload", "download")) {
            settings.put("mounts.photos.direction", direction);
            String needed = explain(refused(403, "AccessDenied", "Access Denied"));
            String policy = Readme.read().blocks("json").get(direction.equals("upload") ? 0 : 1);
            assertThat(actions(policy)).isEqualTo(actions(needed));
        }
    }

    private static Set<String> actions(String text) {
        return Pattern.compile("s3:[A-Za-z]+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    @Test
    void aDiskThatTakesNothingIsNamed() {
        assertThat(explain(new FileSystemException("/srv/a", null, "No space left on device")))
                .isEqualTo("'/srv/a' cannot be written, as its disk is full");
        assertThat(explain(new FileSystemException("/srv/a", null, "Read-only file system")))
                .isEqualTo("'/srv/a' cannot be written, as its file system is mounted for reading only");
    }

    @Test
    void aHeadHasNoWords() {
        assertThat(explain(refused(403, null, null))).startsWith("access denied to bucket 'holiday' (403)");
    }

    @Test
    void wrongRegionSaysTheRightOne() {
        assertThat(explain(refused(301, "PermanentRedirect", "moved", "x-amz-bucket-region", "eu-west-1")))
                .isEqualTo("bucket 'holiday' is in region 'eu-west-1', not in 'us-east-1' (301 PermanentRedirect)."
                        + " Set mounts.photos.region = eu-west-1");
        assertThat(
                        explain(
                                refused(
                                        400,
                                        "AuthorizationHeaderMalformed",
                                        "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-central-1'")))
                .contains("Set mounts.photos.region = eu-central-1");
    }

    @Test
    void invalidBucketNameSaysTheRule() {
        settings.put("mounts.photos.bucket", "My_Bucket");
        assertThat(explain(refused(404, "NoSuchBucket", "no")))
                .contains(
                        "'My_Bucket' is not a valid bucket name: 3 to 63 lower-case letters",
                        "Correct mounts.photos.bucket");
        settings.put("mounts.photos.bucket", "192.168.0.1");
        assertThat(explain(refused(400, "InvalidBucketName", "no"))).contains("no IP address");
        settings.put("mounts.photos.bucket", "arn:aws:s3:eu-west-1:123456789012:accesspoint/mine");
        assertThat(explain(refused(404, "NoSuchBucket", "no"))).doesNotContain("not a valid");
    }

    @Test
    void credentials() {
        assertThat(explain(
                        SdkClientException.create("Unable to load credentials from any of the providers in the chain")))
                .startsWith("no credentials were found. Set mounts.photos.profile");
        assertThat(explain(refused(403, "InvalidAccessKeyId", "no")))
                .startsWith("the store does not accept these credentials (403 InvalidAccessKeyId)");
        assertThat(explain(refused(403, "SignatureDoesNotMatch", "no")))
                .startsWith("the store does not accept these credentials");
        assertThat(explain(refused(400, "ExpiredToken", "The provided token has expired.")))
                .startsWith("the credentials have expired (400 ExpiredToken). Renew them");
    }

    @Test
    void clockSkewSaysHowMuch() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().minusSeconds(3600).atZone(ZoneOffset.UTC));
        assertThat(explain(refused(403, "RequestTimeTooSkewed", "no", "Date", date)))
                .matches("the clock of this machine differs from the store's by 36\\d\\d s .*");
    }

    @Test
    void unreachable() {
        settings.put("mounts.photos.endpoint", "http://127.0.0.1:9");
        assertThat(explain(SdkClientException.create("Unable to execute", new ConnectException("Connection refused"))))
                .isEqualTo("cannot reach the store at http://127.0.0.1:9: Connection refused. Check the network and"
                        + " mounts.photos.endpoint");
        assertThat(explain(SdkClientException.create("Unable to execute", new UnknownHostException("nowhere.example"))))
                .contains("host 'nowhere.example' is unknown");
    }

    @Test
    void overload() {
        assertThat(explain(refused(503, "SlowDown", "Please reduce your request rate.")))
                .isEqualTo("the store is overloaded or failing (503 SlowDown): Please reduce your request rate");
    }

    private String explain(Throwable failure) {
        Mount mount = SettingsReader.read(new SettingsSource() {
                    @Override
                    public Set<String> keys() {
                        return settings.keySet();
                    }

                    @Override
                    public Optional<String> value(String key) {
                        return Optional.ofNullable(settings.get(key));
                    }
                })
                .mounts()
                .get(0);
        return S3Errors.explain(mount, failure);
    }

    private static Throwable refused(int status, String code, String message, String... header) {
        SdkHttpResponse.Builder response = SdkHttpResponse.builder().statusCode(status);
        if (header.length == 2) {
            response.putHeader(header[0], header[1]);
        }
        return S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .sdkHttpResponse(response.build())
                        .build())
                .build();
    }
}
