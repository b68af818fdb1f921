package dev.caravan.remote.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Keeps the SDK from repeating a write by itself where nobody knows that a condition protects what somebody may have put in its
 * place meanwhile: whoever wants it looks again first. Few stores honour a condition of a copy.
 */
public final class SentOnce implements ExecutionInterceptor {
    private static final ExecutionAttribute<Integer> ANSWER = new ExecutionAttribute<>("caravan-answer");
    private static final ExecutionAttribute<String> REASON = new ExecutionAttribute<>("caravan-reason");
    private static final ExecutionAttribute<Boolean> REPEATABLE = new ExecutionAttribute<>("caravan-repeatable");
    private static final Pattern CODE = Pattern.compile("<Code>([^<]*)</Code>");
    private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]*)</Message>");
    private static final int LONGEST_REASON = 64 * 1024;
    private static final int NONE = 0;

    SentOnce() {}

    /** A PUT with a condition that the store is known to honour. */
    public static PutObjectRequest repeatable(PutObjectRequest put) {
        return put.toBuilder()
                .overrideConfiguration(put.overrideConfiguration()
                        .map(AwsRequestOverrideConfiguration::toBuilder)
                        .orElseGet(AwsRequestOverrideConfiguration::builder)
                        .putExecutionAttribute(REPEATABLE, true)
                        .build())
                .build();
    }

    /** A DELETE with a condition that the store is known to honour. */
    public static DeleteObjectRequest repeatable(DeleteObjectRequest delete) {
        return delete.toBuilder()
                .overrideConfiguration(override -> override.putExecutionAttribute(REPEATABLE, true))
                .build();
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        Integer before = attributes.getAttribute(ANSWER);
        if (before == null || isProtected(context.request())) {
            attributes.putAttribute(ANSWER, NONE);
            return;
        }
        if (before == NONE) {
            throw SdkClientException.create(
                    "the store did not answer, and what it has done is to be looked at before this is sent again");
        }
        String reason = Optional.ofNullable(attributes.getAttribute(REASON)).orElse("");
        throw S3Exception.builder()
                .statusCode(before)
                .message("the store refused it (" + before + ")")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(found(CODE, reason))
                        .errorMessage(found(MESSAGE, reason))
                        .build())
                .build();
    }

    private static @Nullable String found(Pattern what, String reason) {
        Matcher matcher = what.matcher(reason);
        return matcher.find() ? matcher.group(1) : null;
    }

    /** What the store gave as its reason is read here, as the SDK forgets it before it tries once more. */
    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        boolean refused = !context.httpResponse().isSuccessful() && !isProtected(context.request());
        if (!refused || context.responseBody().isEmpty()) {
            return context.responseBody();
        }
        try (InputStream body = context.responseBody().get()) {
            byte[] text = body.readNBytes(LONGEST_REASON);
            attributes.putAttribute(REASON, new String(text, StandardCharsets.UTF_8));
            return Optional.of(new ByteArrayInputStream(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        attributes.putAttribute(ANSWER, context.httpResponse().statusCode());
    }

    private static boolean isProtected(SdkRequest request) {
        boolean writes = request instanceof PutObjectRequest
                || request instanceof DeleteObjectRequest
                || request instanceof CopyObjectRequest
                || request instanceof CompleteMultipartUploadRequest;
        return !writes
                || request.overrideConfiguration()
                        .map(override -> override.executionAttributes().getAttribute(REPEATABLE))
                        .orElse(false);
    }
}
