package dev.caravan.remote;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Uploads a large file in parts, several at a time. Camel's producer sends parts one after the other and drops the
 * metadata. Nothing of the file is kept in memory.
 */
public final class PartsUpload {
    private final S3Client client;
    private final Parallel parallel;
    private final Register register;

    /** Learns of uploads that are under way, so that one that a crash left can be aborted. */
    public interface Register {
        void began(String id, String key);

        void ended(String id);
    }

    /** Opens the file anew, for each part and each attempt. */
    public interface Source {
        SeekableByteChannel open() throws IOException;
    }

    public PartsUpload(S3Client client, Parallel parallel, Register register) {
        this.client = client;
        this.parallel = parallel;
        this.register = register;
    }

    /**
     * Sends what the request says, with its condition; on any failure nothing is left behind.
     *
     * @return the object's ETag, with quotes
     */
    public String send(PutObjectRequest request, Source source, Parts parts) throws IOException {
        String id = client.createMultipartUpload(create(request)).uploadId();
        try {
            register.began(id, request.key());
            Queue<CompletedPart> done = new ConcurrentLinkedQueue<>();
            parallel.run(
                    parts.count(),
                    number -> done.add(
                            sendPart(request, id, number + 1, source, parts.start(number), parts.length(number))));
            String etag = complete(request, id, done);
            register.ended(id);
            return etag;
        } catch (IOException | RuntimeException e) {
            abort(request, id, e);
            throw e;
        }
    }

    private CompletedPart sendPart(
            PutObjectRequest request, String id, int number, Source source, long start, long length)
            throws IOException {
        try (PartContent content = new PartContent(source, start, length)) {
            String etag = client.uploadPart(
                            part -> part.bucket(request.bucket())
                                    .key(request.key())
                                    .uploadId(id)
                                    .partNumber(number)
                                    .contentLength(length),
                            RequestBody.fromContentProvider(content, length, "application/octet-stream"))
                    .eTag();
            return CompletedPart.builder().partNumber(number).eTag(etag).build();
        }
    }

    private String complete(PutObjectRequest request, String id, Queue<CompletedPart> done) {
        List<CompletedPart> parts = done.stream()
                .sorted(Comparator.comparing(CompletedPart::partNumber))
                .toList();
        return client.completeMultipartUpload(all -> all.bucket(request.bucket())
                        .key(request.key())
                        .uploadId(id)
                        .ifMatch(request.ifMatch())
                        .ifNoneMatch(request.ifNoneMatch())
                        .multipartUpload(upload -> upload.parts(parts)))
                .eTag();
    }

    private void abort(PutObjectRequest request, String id, Exception cause) {
        try {
            if (abort(request.bucket(), request.key(), id)) {
                register.ended(id);
            }
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /** Whether nothing is left of an upload; else the next start of Caravan tries again. */
    public boolean abort(String bucket, String key, String id) {
        try {
            client.abortMultipartUpload(upload -> upload.bucket(bucket).key(key).uploadId(id));
            return true;
        } catch (SdkException e) {
            return S3Errors.status(e) == 404;
        }
    }

    private static CreateMultipartUploadRequest create(PutObjectRequest request) {
        return CreateMultipartUploadRequest.builder()
                .bucket(request.bucket())
                .key(request.key())
                .metadata(request.metadata())
                .contentType(request.contentType())
                .storageClass(request.storageClassAsString())
                .serverSideEncryption(request.serverSideEncryptionAsString())
                .ssekmsKeyId(request.ssekmsKeyId())
                .build();
    }
}
