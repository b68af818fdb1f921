package dev.caravan.remote;

import dev.caravan.mount.Deletions;
import dev.caravan.mount.Direction;
import dev.caravan.mount.Mount;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * What the credentials of a mount may do, tried with one object of its own, which is removed again. It lies below {@code .caravan/},
 * which every Caravan leaves alone. Of a mount that only downloads nothing is written.
 */
public final class AccessProbe {
    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofMinutes(5);

    private final S3Client client;
    private final Mount mount;
    private final String key;
    private final Clock clock;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * One thing that was found out.
     *
     * @param about one word: {@code access}, {@code store} or {@code clock}
     * @param isFault whether something is wrong with it
     * @param lacks the IAM action that is missing, if one is
     */
    public record Finding(String about, String text, boolean isFault, Optional<String> lacks) {}

    /** @param name of the object, which nobody else has */
    public AccessProbe(S3Client client, Mount mount, String name, Clock clock) {
        this.client = client;
        this.mount = mount;
        this.key = mount.location().prefix() + ".caravan/doctor-" + name;
        this.clock = clock;
    }

    /** A request, whose answer may be of use. */
    private interface Attempt {
        @Nullable
        SdkResponse send();
    }

    /** Tries one request after the other, whatever came of those before. */
    public List<Finding> run() {
        expect("s3:ListBucket", "to list", () -> {
            SdkResponse answer = client.listObjects(list ->
                    list.bucket(bucket()).prefix(mount.location().prefix()).maxKeys(1));
            compareClocks(answer);
            return answer;
        });
        if (mount.policy().direction() == Direction.DOWNLOAD) {
            expect("s3:GetObject", "to download", this::head);
        } else {
            expect("s3:PutObject", "to upload", () -> client.putObject(put("1", null), RequestBody.fromString("1")));
            expect("s3:GetObject", "to compare and to download", this::head);
            if (findings.stream().noneMatch(Finding::isFault)) {
                conditions();
            }
            multipart();
            expect(
                    "s3:DeleteObject",
                    mount.policy().deletions() == Deletions.KEEP
                            ? "to remove the object of this test"
                            : "to mirror deletions",
                    () -> client.deleteObject(delete -> delete.bucket(bucket()).key(key)));
        }
        return List.copyOf(findings);
    }

    private String bucket() {
        return mount.location().bucket();
    }

    private PutObjectRequest put(String content, @Nullable String ifNoneMatch) {
        PutObjectRequest.Builder put =
                PutObjectRequest.builder().bucket(bucket()).key(key).ifNoneMatch(ifNoneMatch);
        mount.objects()
                .kmsKey()
                .ifPresent(kms ->
                        put.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(kms));
        return put.contentLength((long) content.length()).build();
    }

    /** That the object is not there is as good an answer: whoever may not read gets another one. */
    private @Nullable SdkResponse head() {
        try {
            return client.getObjectAsBytes(get -> get.bucket(bucket()).key(key)).response();
        } catch (SdkException e) {
            if (S3Errors.status(e) == 404) {
                return null;
            }
            throw e;
        }
    }

    private void expect(String action, String what, Attempt request) {
        try {
            request.send();
            found("access", action + ", " + what + ": granted", false, Optional.empty());
        } catch (SdkException e) {
            refused(action, what, e);
        }
    }

    private void refused(String action, String what, SdkException e) {
        String left = action.equals("s3:DeleteObject") ? ". The object of this test is left: remove '" + key + "'" : "";
        if (S3Errors.status(e) != 403) {
            found("access", action + ", " + what + ": " + S3Errors.explain(mount, e) + left, true, Optional.empty());
            return;
        }
        String lacks = keyAction(e).orElse(action);
        found(
                "access",
                lacks + " is missing, " + what + " (" + S3Errors.errorCode(e) + ")" + left,
                true,
                Optional.of(lacks));
    }

    /** S3 says which action on the KMS key it was refused. */
    private static Optional<String> keyAction(SdkException e) {
        String text = e instanceof AwsServiceException refused ? S3Errors.message(refused) : "";
        return List.of("kms:GenerateDataKey", "kms:Decrypt", "kms:Encrypt").stream()
                .filter(text::contains)
                .findFirst();
    }

    private void conditions() {
        String unwanted =
                "ignores conditions: Caravan looks at an object again right before it writes, and somebody else's version"
                        + " that comes in between is overwritten";
        try {
            client.putObject(put("2", "*"), RequestBody.fromString("2"));
            boolean demanded = mount.objects().conditions().orElse(false);
            found(
                    "store",
                    unwanted + (demanded ? "; conditional-writes = true is wrong" : ""),
                    demanded,
                    Optional.empty());
        } catch (SdkException e) {
            if (S3Errors.isPreconditionFailed(e)) {
                found("store", "honours conditions: nobody else's version is overwritten", false, Optional.empty());
            } else if (S3Errors.isNotImplemented(e)) {
                found("store", unwanted.replace("ignores", "refuses"), false, Optional.empty());
            }
            // anything else has been told of the plain write
        }
    }

    private void multipart() {
        String id;
        try {
            id = client.createMultipartUpload(create -> {
                        create.bucket(bucket()).key(key);
                        mount.objects()
                                .kmsKey()
                                .ifPresent(kms -> create.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                                        .ssekmsKeyId(kms));
                    })
                    .uploadId();
        } catch (SdkException e) {
            refused("s3:PutObject", "to upload in parts", e);
            return;
        }
        expect(
                "s3:AbortMultipartUpload",
                "to give up uploads in parts",
                () -> client.abortMultipartUpload(
                        abort -> abort.bucket(bucket()).key(key).uploadId(id)));
    }

    private void compareClocks(SdkResponse answer) {
        try {
            answer.sdkHttpResponse()
                    .firstMatchingHeader("Date")
                    .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
                    .map(there -> Duration.between(there, clock.instant()))
                    .ifPresent(this::clock);
        } catch (DateTimeException e) {
            // a store that does not know the time
        }
    }

    private void clock(Duration ahead) {
        boolean isFault = ahead.abs().compareTo(CLOCKS_MAY_DIFFER) > 0;
        String text = ahead.abs().toSeconds() < 2
                ? "that of the store"
                : ahead.abs().toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of") + " that of the store";
        found(
                "clock",
                text + (isFault ? ": set it right, for example with NTP, before the store refuses requests" : ""),
                isFault,
                Optional.empty());
    }

    private void found(String about, String text, boolean isFault, Optional<String> lacks) {
        findings.add(new Finding(about, text, isFault, lacks));
    }
}
