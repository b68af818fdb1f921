package dev.caravan.remote.multipart;

import dev.caravan.mount.RemoteVersion;
import dev.caravan.remote.S3Errors;
import dev.caravan.remote.lean.KnownContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/**
 * Uploads a large file in parts, several at a time. Camel's producer sends parts one after the other and drops the
 * metadata. Nothing of the file is kept in memory.
 */
public final class PartsUpload {
    private static final int BUFFER = 64 * 1024;

    private final S3Client client;
    private final Parallel parallel;
    private final Register register;

    /**
     * What is known of an upload outside of this process, so that one which a crash left is found again.
     *
     * @param token that it is remembered by
     * @param id that the store gave it; null where it is still to be asked for
     */
    public record Claim(String token, @Nullable String id) {}

    /** Learns of uploads that are under way. */
    public interface Register {
        /** The store gave an upload its id. */
        void named(String token, String id);

        /** Nothing is left of it in the store but the object. */
        void ended(String token);
    }

    /** Opens the file anew, for each part and each attempt. */
    public interface PartSource {
        SeekableByteChannel open() throws IOException;

        /** What is known of a part before it is sent. */
        default Optional<KnownContent> known(int part) {
            return Optional.empty();
        }

        /** All parts are there, and are about to become the object: throws where that is not wanted any more. */
        default void beforeComplete() throws IOException {}
    }

    public PartsUpload(S3Client client, Parallel parallel, Register register) {
        this.client = client;
        this.parallel = parallel;
        this.register = register;
    }

    /**
     * Sends what the request says, with its condition; on any failure nothing is left behind. Of an upload that a crash
     * interrupted, parts that arrived are not sent again.
     *
     * @param claim written down before the store is asked for anything
     * @return the object's ETag, with quotes
     */
    public String send(PutObjectRequest request, PartSource source, Parts parts, Claim claim) throws IOException {
        Map<Integer, Part> arrived = arrived(request, claim);
        String id = claim.id();
        if (id == null || arrived == null) {
            id = client.createMultipartUpload(create(request)).uploadId();
        }
        if (id == null || id.isBlank()) {
            throw new IOException(
                    "the store began an upload in parts and gave it no id: is that the store that answers?");
        }
        String upload = id;
        try {
            register.named(claim.token(), upload);
            Queue<CompletedPart> done = new ConcurrentLinkedQueue<>();
            parallel.run(parts.count(), number -> {
                Part there = arrived == null ? null : arrived.get(number + 1);
                long start = parts.start(number);
                long length = parts.length(number);
                if (there != null && isPart(there, source, start, length)) {
                    done.add(completed(number + 1, there.eTag()));
                } else {
                    done.add(sendPart(request, upload, number + 1, source, start, length));
                }
            });
            source.beforeComplete();
            String etag = complete(request, upload, done);
            register.ended(claim.token());
            return etag;
        } catch (IOException | RuntimeException e) {
            abort(request, claim.token(), upload, e);
            throw e;
        }
    }

    /** The parts of an interrupted upload that the store has; null where there is no such upload. */
    private @Nullable Map<Integer, Part> arrived(PutObjectRequest request, Claim claim) {
        if (claim.id() == null) {
            return null;
        }
        try {
            Map<Integer, Part> all = new HashMap<>();
            client.listPartsPaginator(list ->
                            list.bucket(request.bucket()).key(request.key()).uploadId(claim.id()))
                    .parts()
                    .forEach(part -> all.put(part.partNumber(), part));
            return all;
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return null;
            }
            // a store that cannot tell: each part is sent again
            return Map.of();
        }
    }

    /** Whether the store has just these bytes. */
    private static boolean isPart(Part there, PartSource source, long start, long length) throws IOException {
        if (there.size() == null || there.size() != length || there.eTag() == null) {
            return false;
        }
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            try (PartContent content = new PartContent(source, start, length);
                    InputStream in = content.newStream()) {
                byte[] buffer = new byte[BUFFER];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    md5.update(buffer, 0, read);
                }
            }
            return RemoteVersion.unquoted(there.eTag()).equals(HexFormat.of().formatHex(md5.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5", e);
        }
    }

    private static CompletedPart completed(int number, String etag) {
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    private CompletedPart sendPart(
            PutObjectRequest request, String id, int number, PartSource source, long start, long length)
            throws IOException {
        UploadPartRequest part = UploadPartRequest.builder()
                .bucket(request.bucket())
                .key(request.key())
                .uploadId(id)
                .partNumber(number)
                .contentLength(length)
                .build();
        UploadPartRequest sent =
                source.known(number - 1).map(known -> known.in(part)).orElse(part);
        try (PartContent content = new PartContent(source, start, length)) {
            String etag = client.uploadPart(
                            sent, RequestBody.fromContentProvider(content, length, "application/octet-stream"))
                    .eTag();
            return completed(number, etag);
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
                        .overrideConfiguration(request.overrideConfiguration().orElse(null))
                        .multipartUpload(upload -> upload.parts(parts)))
                .eTag();
    }

    private void abort(PutObjectRequest request, String token, String id, Exception cause) {
        try {
            if (abort(request.bucket(), request.key(), id)) {
                register.ended(token);
            }
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /** Whether nothing is left of an upload; else it is tried again later. */
    public boolean abort(String bucket, String key, String id) {
        try {
            client.abortMultipartUpload(upload -> upload.bucket(bucket).key(key).uploadId(id));
            return true;
        } catch (SdkException e) {
            return S3Errors.status(e) == 404;
        }
    }

    /** The ids of the uploads of a key that began at a time or later; none where the store does not tell. */
    public List<String> found(String bucket, String key, Instant since) {
        try {
            return client
                    .listMultipartUploadsPaginator(list -> list.bucket(bucket).prefix(key))
                    .uploads()
                    .stream()
                    .filter(upload -> upload.key().equals(key))
                    .filter(upload ->
                            upload.initiated() == null || !upload.initiated().isBefore(since))
                    .map(MultipartUpload::uploadId)
                    .toList();
        } catch (SdkException e) {
            // the credentials lack s3:ListBucketMultipartUploads, or the store has no such request
            return List.of();
        }
    }

    private static CreateMultipartUploadRequest create(PutObjectRequest request) {
        return CreateMultipartUploadRequest.builder()
                .bucket(request.bucket())
                .key(request.key())
                .metadata(request.metadata())
                .contentType(request.contentType())
                .cacheControl(request.cacheControl())
                .contentDisposition(request.contentDisposition())
                .contentEncoding(request.contentEncoding())
                .contentLanguage(request.contentLanguage())
                .websiteRedirectLocation(request.websiteRedirectLocation())
                .tagging(request.tagging())
                .storageClass(request.storageClassAsString())
                .serverSideEncryption(request.serverSideEncryptionAsString())
                .ssekmsKeyId(request.ssekmsKeyId())
                .build();
    }
}
