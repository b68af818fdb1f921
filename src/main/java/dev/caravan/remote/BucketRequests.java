package dev.caravan.remote;

import dev.caravan.mount.Location;
import dev.caravan.mount.ObjectSettings;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.remote.lean.KeysInStep;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** The requests of a mount: they name its keys, and say which version they expect. They are sent by {@link Bucket} or by a route. */
public final class BucketRequests {
    /** What one request can copy. */
    static final long MOST_COPIED = 5L << 30;

    private final Location location;
    private final ObjectSettings settings;

    BucketRequests(Location location, ObjectSettings settings) {
        this.location = location;
        this.settings = settings;
    }

    /**
     * The keys behind one of them, at most a thousand, in the order of their UTF-8 bytes. Keys come encoded, as XML
     * cannot carry every character; the SDK decodes them.
     *
     * @param listing decides which of them are left out of the answer
     */
    public ListObjectsRequest page(@Nullable String after, KeysInStep.KeyPage listing) {
        return page(after)
                .overrideConfiguration(request -> request.putExecutionAttribute(KeysInStep.LISTING, listing))
                .build();
    }

    ListObjectsRequest.Builder page(@Nullable String after) {
        return ListObjectsRequest.builder()
                .bucket(location.bucket())
                .prefix(location.prefix())
                .marker(after)
                .encodingType(EncodingType.URL);
    }

    /** One version of an object: if it is no longer there the store answers 412. */
    public GetObjectRequest get(RelativePath path, RemoteVersion version) {
        return GetObjectRequest.builder()
                .bucket(location.bucket())
                .key(location.keyOf(path))
                .ifMatch(quoted(version.etag()))
                .build();
    }

    /**
     * What lies under a key, if it is still this version.
     *
     * @param versionId where it is an older version of the key
     */
    public GetObjectRequest getKept(String key, @Nullable String versionId, RemoteVersion version) {
        return GetObjectRequest.builder()
                .bucket(location.bucket())
                .key(key)
                .versionId(versionId)
                .ifMatch(quoted(version.etag()))
                .build();
    }

    /**
     * A PUT of an object.
     *
     * @param expected the ETag that it replaces; null for a new object
     * @param conditional whether to send that as a condition
     */
    public PutObjectRequest put(
            RelativePath path,
            Map<String, String> metadata,
            @Nullable String type,
            @Nullable String expected,
            boolean conditional) {
        PutObjectRequest.Builder put = PutObjectRequest.builder()
                .bucket(location.bucket())
                .key(location.keyOf(path))
                .metadata(metadata)
                .contentType(type);
        settings.storageClass().ifPresent(put::storageClass);
        settings.kmsKey()
                .ifPresent(key ->
                        put.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(key));
        if (conditional && expected == null) {
            put.ifNoneMatch("*");
        } else if (conditional) {
            put.ifMatch(quoted(expected));
        }
        return put.build();
    }

    /** The deletion of an object, if it is still this version. */
    public DeleteObjectRequest delete(RelativePath path, @Nullable String expected) {
        return DeleteObjectRequest.builder()
                .bucket(location.bucket())
                .key(location.keyOf(path))
                .ifMatch(expected == null ? null : quoted(expected))
                .build();
    }

    /** A copy of a version to another key, inside the store. */
    CopyObjectRequest.Builder copy(String from, @Nullable String versionId, RemoteVersion version, String to)
            throws IOException {
        if (version.size() > MOST_COPIED) {
            throw new IOException("cannot copy '" + from + "' inside the store: it has more than 5 GiB");
        }
        return CopyObjectRequest.builder()
                .sourceBucket(location.bucket())
                .sourceKey(from)
                .sourceVersionId(versionId)
                .copySourceIfMatch(quoted(version.etag()))
                .destinationBucket(location.bucket())
                .destinationKey(to);
    }

    static String quoted(@Nullable String etag) {
        return "\"" + etag + "\"";
    }
}
