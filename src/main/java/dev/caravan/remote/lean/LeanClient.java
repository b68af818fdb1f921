package dev.caravan.remote.lean;

import dev.caravan.remote.lean.Wire.Destination;
import dev.caravan.remote.lean.Wire.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.s3.model.S3Response;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Sends what most of a pass consists of without the SDK's pipeline, which costs more than the request. Only the plain good
 * answer is understood here. Any other one is handed to the SDK as what came of its own first attempt: its retries,
 * redirects and exceptions are the only ones there are, and nothing is sent twice.
 */
public final class LeanClient extends DelegatingS3Client {
    private static final String CHECKSUM = "x-amz-checksum-";
    private static final String OWN_SHA256 = "x-amz-meta-" + RecordedSha256.KEY;

    private final Wire wire;
    private final boolean checksums;
    private final Runnable succeeded;

    /**
     * A client that asks another one whatever it does not know.
     *
     * @param sdk whose way to the network are {@link FirstAnswers}
     * @param http the same
     * @param places finds where a bucket is; empty where only the SDK knows
     * @param checksums whether the SDK would add checksums of its own, and ask for them
     * @param succeeded is told of each request that went well without the SDK
     */
    public LeanClient(
            S3Client sdk,
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            Function<String, Optional<Place>> places,
            boolean checksums,
            Runnable succeeded) {
        super(sdk);
        this.succeeded = succeeded;
        this.wire = new Wire(http, credentials, places, Clock.systemUTC());
        this.checksums = checksums;
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest request, RequestBody given) {
        Optional<KnownContent> content = KnownContent.of(request);
        RequestBody body = content.map(known -> known.body(given)).orElse(given);
        Supplier<PutObjectResponse> sdk = () -> super.putObject(request, body);
        if (content.isEmpty()) {
            return sdk.get();
        }
        Destination target = new Destination(SdkHttpMethod.PUT, request.bucket(), request.key());
        return sent(
                target,
                request,
                new Payload(content.get().sha256(), body),
                response -> build(response, PutObjectResponse.builder()),
                sdk);
    }

    @Override
    public UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
        Optional<KnownContent> content = KnownContent.of(request);
        Supplier<UploadPartResponse> sdk = () -> super.uploadPart(request, body);
        boolean isPart = request.uploadId() != null && request.partNumber() != null;
        if (content.isEmpty() || checksums || !isPart) {
            return sdk.get(); // which told the store what checksum each part will have
        }
        // it goes into a header that is made of the body anyway
        UploadPartRequest written = request.toBuilder().contentLength(null).build();
        Destination target = new Destination(SdkHttpMethod.PUT, request.bucket(), request.key());
        return sent(
                target,
                written,
                new Payload(content.get().sha256(), body),
                response -> build(response, UploadPartResponse.builder()),
                sdk);
    }

    @Override
    public HeadObjectResponse headObject(HeadObjectRequest request) {
        return sent(
                new Destination(SdkHttpMethod.HEAD, request.bucket(), request.key()),
                request,
                null,
                response -> build(response, HeadObjectResponse.builder()),
                () -> super.headObject(request));
    }

    @Override
    public DeleteObjectResponse deleteObject(DeleteObjectRequest request) {
        return sent(
                new Destination(SdkHttpMethod.DELETE, request.bucket(), request.key()),
                request,
                null,
                response -> build(response, DeleteObjectResponse.builder()),
                () -> super.deleteObject(request));
    }

    @Override
    public <R> R getObject(GetObjectRequest request, ResponseTransformer<GetObjectResponse, R> transformer) {
        Supplier<R> sdk = () -> super.getObject(request, transformer);
        if (!transformer.needsConnectionLeftOpen()) {
            return sdk.get(); // it reads the body, and the SDK repeats the request where that fails
        }
        Destination target = new Destination(SdkHttpMethod.GET, request.bucket(), request.key());
        GetObjectRequest written = checksums
                ? request.toBuilder().checksumMode(ChecksumMode.ENABLED).build()
                : request;
        Optional<Answer> sent = wire.send(target, written, null);
        if (sent.isEmpty()) {
            return sdk.get();
        }
        Answer answer = sent.get();
        Optional<GetObjectResponse> said = answer.http()
                .filter(SdkHttpResponse::isSuccessful)
                .filter(response -> !isForTheSdkToVerify(response))
                .flatMap(response -> build(response, GetObjectResponse.builder()));
        if (said.isEmpty()) {
            return answer.judgedBy(sdk);
        }
        succeeded.run();
        return handed(said.get(), answer, transformer);
    }

    /** Of an object whose checksum we recorded we verify that; others may have one that the SDK knows how to verify. */
    private boolean isForTheSdkToVerify(SdkHttpResponse response) {
        boolean recorded = response.firstMatchingHeader(OWN_SHA256)
                .filter(RecordedSha256::isOne)
                .isPresent();
        return !recorded
                && response.headers().keySet().stream()
                        .anyMatch(name -> name.regionMatches(true, 0, CHECKSUM, 0, CHECKSUM.length()));
    }

    private static <R> R handed(
            GetObjectResponse said, Answer answer, ResponseTransformer<GetObjectResponse, R> transformer) {
        try {
            return transformer.transform(said, answer.body());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw SdkClientException.create(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public ListObjectsResponse listObjects(ListObjectsRequest request) {
        Supplier<ListObjectsResponse> sdk = () -> super.listObjects(request);
        Destination target = new Destination(SdkHttpMethod.GET, request.bucket(), "");
        Optional<Answer> sent =
                request.encodingType() == EncodingType.URL ? wire.send(target, request, null) : Optional.empty();
        if (sent.isEmpty()) {
            return sdk.get();
        }
        Answer answer = sent.get();
        if (!answer.isGood()) {
            return answer.judgedBy(sdk);
        }
        byte[] xml;
        try (InputStream body = answer.body()) {
            xml = body.readAllBytes();
        } catch (IOException e) {
            return Answer.broken(e).judgedBy(sdk);
        }
        Answer whole = answer.withBody(xml);
        Optional<ListPage> page = ListPage.read(xml);
        return page.isPresent() ? listed(page.get(), xml, request, whole) : whole.judgedBy(sdk);
    }

    /** A page, without what needs no attention. */
    private ListObjectsResponse listed(ListPage page, byte[] xml, ListObjectsRequest request, Answer whole) {
        KeysInStep.KeyPage listing = KeysInStep.of(request);
        Predicate<ListPage.Item> isSettled =
                listing == null ? item -> false : KeysInStep.settled(xml, Optional.of(page), listing);
        List<ListPage.Item> settled = new ArrayList<>();
        List<ListPage.Item> wanted = new ArrayList<>();
        page.items().forEach(item -> (isSettled.test(item) ? settled : wanted).add(item));
        Optional<List<S3Object>> objects = page.objects(wanted);
        if (objects.isEmpty()) {
            // whoever asked has been asked: the SDK reads what is left
            ListObjectsRequest rest = request.toBuilder()
                    .overrideConfiguration((AwsRequestOverrideConfiguration) null)
                    .build();
            return whole.withBody(page.without(settled)).judgedBy(() -> super.listObjects(rest));
        }
        ListObjectsResponse.Builder response = ListObjectsResponse.builder()
                .contents(objects.get())
                .isTruncated(page.more())
                .nextMarker(page.next())
                .encodingType(EncodingType.URL);
        response.sdkHttpResponse(whole.http().orElseThrow());
        succeeded.run();
        return response.build();
    }

    private <R> R sent(
            Destination target,
            S3Request request,
            @Nullable Payload payload,
            Function<SdkHttpResponse, Optional<R>> plain,
            Supplier<R> sdk) {
        Optional<Answer> sent = wire.send(target, request, payload);
        if (sent.isEmpty()) {
            return sdk.get();
        }
        Answer answer = sent.get();
        Optional<R> good = answer.http().filter(SdkHttpResponse::isSuccessful).flatMap(plain);
        if (good.isEmpty()) {
            return answer.judgedBy(sdk);
        }
        answer.end();
        succeeded.run();
        return good.get();
    }

    /** Empty where a header is not what it should be. */
    @SuppressWarnings("unchecked") // a builder of a response builds that response
    private static <R extends S3Response, B extends S3Response.Builder & SdkPojo> Optional<R> build(
            SdkHttpResponse http, B builder) {
        try {
            return Optional.of(
                    (R) Fields.read(http, builder).sdkHttpResponse(http).build());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
