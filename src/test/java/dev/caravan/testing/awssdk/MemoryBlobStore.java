package dev.caravan.testing.awssdk;

import dev.caravan.mount.Utf8Order;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.SdkRequests;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Objects in memory, behind S3Proxy's real S3 API. Unlike S3Proxy's own stores it holds {@code a} beside {@code a/b}, any
 * key, and judges conditions and writes as one. S3Proxy leaves conditions to a store whose package is named awssdk.
 */
public final class MemoryBlobStore implements BlobStore {
    /** One object; never compared. */
    @SuppressWarnings("ArrayRecordComponent")
    private record StoredBlob(
            byte[] bytes,
            String etag,
            Instant modified,
            Map<String, String> metadata,
            String type,
            String storageClass) {}

    private record OpenUpload(CreateMultipartUploadRequest request, NavigableMap<Integer, byte[]> parts) {}

    private final Map<String, NavigableMap<String, StoredBlob>> buckets = new ConcurrentHashMap<>();
    private final Map<String, OpenUpload> uploads = new ConcurrentHashMap<>();
    private volatile boolean keepsMetadata;

    @Override
    public ListBucketsResponse list() {
        return ListBucketsResponse.builder()
                .buckets(buckets.keySet().stream()
                        .map(name -> SdkResponses.bucket(name, Instant.EPOCH))
                        .toList())
                .build();
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        NavigableMap<String, StoredBlob> bucket = bucket(request.bucket());
        String after = request.continuationToken() != null ? request.continuationToken() : request.startAfter();
        String prefix = request.prefix() == null ? "" : request.prefix();
        int most = request.maxKeys() == null ? 1000 : request.maxKeys();
        List<S3Object> page = new ArrayList<>();
        String next = null;
        synchronized (bucket) {
            String from = after != null && Utf8Order.compare(after, prefix) >= 0 ? after : prefix;
            for (Map.Entry<String, StoredBlob> entry :
                    bucket.tailMap(from, true).entrySet()) {
                if (!entry.getKey().startsWith(prefix)) {
                    break;
                }
                if (entry.getKey().equals(after)) {
                    continue;
                }
                if (page.size() == most) {
                    next = page.get(most - 1).key();
                    break;
                }
                page.add(listed(entry.getKey(), entry.getValue()));
            }
        }
        return SdkResponses.objectsPage(page, List.of(), next);
    }

    private static S3Object listed(String key, StoredBlob stored) {
        return S3Object.builder()
                .key(key)
                .eTag(stored.etag())
                .lastModified(stored.modified())
                .size((long) stored.bytes().length)
                .storageClass(stored.storageClass())
                .build();
    }

    @Override
    public HeadBucketResponse headBucket(HeadBucketRequest request) {
        bucket(request.bucket());
        return HeadBucketResponse.builder().build();
    }

    @Override
    public CreateBucketResponse createContainer(CreateBucketRequest request) {
        buckets.putIfAbsent(request.bucket(), new TreeMap<>(Utf8Order::compare));
        return CreateBucketResponse.builder().build();
    }

    @Override
    public void deleteBucket(String container) {
        buckets.remove(container);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        byte[] bytes = read(payload);
        if (request.contentMD5() != null
                && !request.contentMD5().equals(Base64.getEncoder().encodeToString(md5(bytes)))) {
            throw S3Exceptions.fromStatusCode(400);
        }
        StoredBlob stored = new StoredBlob(
                bytes,
                quoted(HexFormat.of().formatHex(md5(bytes))),
                now(),
                request.metadata(),
                request.contentType(),
                request.storageClassAsString() == null ? "STANDARD" : request.storageClassAsString());
        NavigableMap<String, StoredBlob> bucket = bucket(request.bucket());
        synchronized (bucket) {
            check(bucket, request.bucket(), request.key(), request.ifMatch(), request.ifNoneMatch());
            bucket.put(request.key(), stored);
        }
        return SdkResponses.putResponse(stored.etag());
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        StoredBlob source = stored(request.sourceBucket(), request.sourceKey());
        boolean replace = "REPLACE".equals(request.metadataDirectiveAsString());
        StoredBlob copy = new StoredBlob(
                source.bytes(),
                source.etag(),
                now(),
                replace ? request.metadata() : source.metadata(),
                replace ? request.contentType() : source.type(),
                request.storageClassAsString() == null ? "STANDARD" : request.storageClassAsString());
        NavigableMap<String, StoredBlob> bucket = bucket(request.destinationBucket());
        synchronized (bucket) {
            check(
                    bucket,
                    request.destinationBucket(),
                    request.destinationKey(),
                    request.ifMatch(),
                    request.ifNoneMatch());
            bucket.put(request.destinationKey(), copy);
        }
        return SdkResponses.copyResponse(copy.etag(), copy.modified());
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        return SdkResponses.toHead(response(stored(request.bucket(), request.key()), null));
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        StoredBlob stored = stored(request.bucket(), request.key());
        if (request.ifMatch() != null && !request.ifMatch().equals(stored.etag())) {
            throw S3Exceptions.preconditionFailed(null);
        }
        int first = 0;
        int last = stored.bytes().length - 1;
        var range = SdkRequests.parseRange(request.range());
        if (range != null && range.first() != null) {
            first = Math.toIntExact(range.first());
            last = range.last() == null ? last : (int) Math.min(last, range.last());
        }
        byte[] bytes = java.util.Arrays.copyOfRange(stored.bytes(), first, last + 1);
        String contentRange = range == null ? null : "bytes " + first + "-" + last + "/" + stored.bytes().length;
        GetObjectResponse response = response(stored, contentRange).toBuilder()
                .contentLength((long) bytes.length)
                .build();
        return SdkResponses.getResponse(response, new ByteArrayInputStream(bytes));
    }

    private static GetObjectResponse response(StoredBlob stored, String contentRange) {
        return GetObjectResponse.builder()
                .eTag(stored.etag())
                .lastModified(stored.modified())
                .contentLength((long) stored.bytes().length)
                .contentType(stored.type())
                .metadata(stored.metadata())
                .storageClass(stored.storageClass())
                .contentRange(contentRange)
                .build();
    }

    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        NavigableMap<String, StoredBlob> bucket = bucket(request.bucket());
        synchronized (bucket) {
            check(bucket, request.bucket(), request.key(), request.ifMatch(), null);
            bucket.remove(request.key());
        }
        return DeleteObjectResponse.builder().build();
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        String id = UUID.randomUUID().toString();
        uploads.put(id, new OpenUpload(request, new TreeMap<>()));
        return new MultipartUpload(id, request);
    }

    @Override
    public void abortMultipartUpload(MultipartUpload upload) {
        uploads.remove(upload.id());
    }

    @Override
    public UploadPartResponse uploadMultipartPart(MultipartUpload upload, UploadPartRequest request, InputStream is) {
        byte[] bytes = read(is);
        NavigableMap<Integer, byte[]> parts = upload(upload).parts();
        synchronized (parts) {
            parts.put(request.partNumber(), bytes);
        }
        return SdkResponses.uploadedPart(quoted(HexFormat.of().formatHex(md5(bytes))));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload multipart, CompleteMultipartUploadRequest request) {
        OpenUpload upload = upload(multipart);
        List<CompletedPart> parts = request.multipartUpload().parts();
        ByteArrayOutputStream sums = new ByteArrayOutputStream();
        ByteBuffer all = ByteBuffer.allocate(parts.stream()
                .mapToInt(part -> upload.parts().get(part.partNumber()).length)
                .sum());
        for (CompletedPart part : parts) {
            byte[] bytes = upload.parts().get(part.partNumber());
            all.put(bytes);
            sums.writeBytes(md5(bytes));
        }
        CreateMultipartUploadRequest created = upload.request();
        StoredBlob stored = new StoredBlob(
                all.array(),
                quoted(HexFormat.of().formatHex(md5(sums.toByteArray())) + "-" + parts.size()),
                now(),
                created.metadata(),
                created.contentType(),
                created.storageClassAsString() == null ? "STANDARD" : created.storageClassAsString());
        NavigableMap<String, StoredBlob> bucket = bucket(created.bucket());
        synchronized (bucket) {
            check(bucket, created.bucket(), created.key(), request.ifMatch(), request.ifNoneMatch());
            bucket.put(created.key(), stored);
        }
        uploads.remove(multipart.id());
        return SdkResponses.completeResponse(stored.etag());
    }

    @Override
    public List<Part> listMultipartUpload(MultipartUpload upload) {
        List<Part> parts = new ArrayList<>();
        upload(upload)
                .parts()
                .forEach((number, bytes) -> parts.add(SdkResponses.part(
                        number, (long) bytes.length, quoted(HexFormat.of().formatHex(md5(bytes))), Instant.now())));
        return parts;
    }

    @Override
    public List<software.amazon.awssdk.services.s3.model.MultipartUpload> listMultipartUploads(String container) {
        return uploads.entrySet().stream()
                .filter(upload -> upload.getValue().request().bucket().equals(container))
                .map(upload -> SdkResponses.upload(upload.getValue().request().key(), upload.getKey(), Instant.now()))
                .toList();
    }

    @Override
    public long getMinimumMultipartPartSize() {
        return 1;
    }

    @Override
    public BucketCannedACL getContainerAccess(String container) {
        return BucketCannedACL.PRIVATE;
    }

    @Override
    public void setContainerAccess(String container, BucketCannedACL access) {
        // every bucket is private
    }

    @Override
    public ObjectCannedACL getBlobAccess(String container, String name) {
        return ObjectCannedACL.PRIVATE;
    }

    @Override
    public void setBlobAccess(String container, String name, ObjectCannedACL access) {
        // every object is private
    }

    /** Puts an object there that no client could send. */
    public void plant(String bucket, String key, String content) {
        plant(bucket, key, content, Map.of());
    }

    /** From now on whoever puts another content in place of an object copies its metadata, as some tools do. */
    public void keepMetadata() {
        keepsMetadata = true;
    }

    private void plant(String bucket, String key, String content, Map<String, String> metadata) {
        putBlob(
                PutObjectRequest.builder()
                        .bucket(bucket)
                        .key(key)
                        .metadata(metadata)
                        .build(),
                new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Puts another content in place of whatever is there, or removes it.
     *
     * @return what was there; null for nothing
     */
    public String swap(String bucketName, String key, String content) {
        NavigableMap<String, StoredBlob> bucket = bucket(bucketName);
        synchronized (bucket) {
            StoredBlob before = bucket.remove(key);
            if (content != null) {
                plant(bucketName, key, content, before != null && keepsMetadata ? before.metadata() : Map.of());
            }
            return before == null ? null : new String(before.bytes(), StandardCharsets.UTF_8);
        }
    }

    /** Key and content of every object. */
    public Map<String, String> contents(String bucketName) {
        Map<String, String> all = new TreeMap<>();
        NavigableMap<String, StoredBlob> bucket = bucket(bucketName);
        synchronized (bucket) {
            bucket.forEach((key, stored) -> all.put(key, new String(stored.bytes(), StandardCharsets.UTF_8)));
        }
        return all;
    }

    /** Changes the storage class of an object in place, as a lifecycle rule does. */
    public void archive(String bucketName, String key) {
        NavigableMap<String, StoredBlob> bucket = bucket(bucketName);
        synchronized (bucket) {
            bucket.computeIfPresent(
                    key,
                    (name, old) -> new StoredBlob(
                            old.bytes(),
                            old.etag(),
                            old.modified(),
                            old.metadata(),
                            old.type(),
                            StorageClass.DEEP_ARCHIVE.toString()));
        }
    }

    private NavigableMap<String, StoredBlob> bucket(String name) {
        NavigableMap<String, StoredBlob> bucket = buckets.get(name);
        if (bucket == null) {
            throw S3Exceptions.noSuchBucket(name, "no such bucket");
        }
        return bucket;
    }

    private StoredBlob stored(String bucketName, String key) {
        NavigableMap<String, StoredBlob> bucket = bucket(bucketName);
        synchronized (bucket) {
            StoredBlob stored = bucket.get(key);
            if (stored == null) {
                throw S3Exceptions.noSuchKey(bucketName, key, "no such key");
            }
            return stored;
        }
    }

    private OpenUpload upload(MultipartUpload upload) {
        OpenUpload current = uploads.get(upload.id());
        if (current == null) {
            throw S3Exceptions.fromStatusCode(404);
        }
        return current;
    }

    private static void check(
            NavigableMap<String, StoredBlob> bucket, String name, String key, String ifMatch, String ifNoneMatch) {
        StoredBlob now = bucket.get(key);
        if (ifMatch != null && now == null) {
            throw S3Exceptions.noSuchKey(name, key, "no such key");
        }
        if ((ifMatch != null && !ifMatch.equals(now.etag())) || (ifNoneMatch != null && now != null)) {
            throw S3Exceptions.preconditionFailed(null);
        }
    }

    private static byte[] read(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** S3 keeps whole seconds. */
    private static Instant now() {
        return Instant.ofEpochSecond(Instant.now().getEpochSecond());
    }

    private static String quoted(String etag) {
        return "\"" + etag + "\"";
    }

    private static byte[] md5(byte[] bytes) {
        try {
            return MessageDigest.getInstance("MD5").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
