package dev.caravan.remote.lean;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** What is known of the body of a request beforehand; it travels with the request. The SDK would read the body to find out. */
public final class KnownContent {
    private static final ExecutionAttribute<KnownContent> ATTRIBUTE = new ExecutionAttribute<>("CaravanContent");

    private final String sha256;
    private final byte @Nullable [] bytes;

    /**
     * Of a body.
     *
     * @param sha256 in hex
     * @param bytes the body itself, which is sent in place of any other; null where it is not in memory
     */
    public KnownContent(String sha256, byte @Nullable [] bytes) {
        this.sha256 = sha256;
        this.bytes = bytes;
    }

    /** A request that says what its body is. */
    public PutObjectRequest in(PutObjectRequest put) {
        return put.toBuilder()
                .overrideConfiguration(put.overrideConfiguration()
                        .map(AwsRequestOverrideConfiguration::toBuilder)
                        .orElseGet(AwsRequestOverrideConfiguration::builder)
                        .putExecutionAttribute(ATTRIBUTE, this)
                        .build())
                .build();
    }

    /** A request that says what its body is. */
    public UploadPartRequest in(UploadPartRequest part) {
        return part.toBuilder()
                .overrideConfiguration(override -> override.putExecutionAttribute(ATTRIBUTE, this))
                .build();
    }

    static Optional<KnownContent> of(SdkRequest request) {
        return request.overrideConfiguration()
                .map(override -> override.executionAttributes().getAttribute(ATTRIBUTE));
    }

    String sha256() {
        return sha256;
    }

    /** What is sent where somebody hands over a body. */
    RequestBody body(RequestBody given) {
        byte[] known = bytes;
        return known == null
                ? given
                : RequestBody.fromContentProvider(
                        ContentStreamProvider.fromByteArrayUnsafe(known), known.length, given.contentType());
    }
}
