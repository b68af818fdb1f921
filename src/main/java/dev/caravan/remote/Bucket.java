package dev.caravan.remote;

import dev.caravan.mount.Location;
import dev.caravan.mount.ObjectSettings;
import dev.caravan.mount.RelativePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** The place in a bucket that a mount is paired with: its requests, and the few that are sent at once. */
public final class Bucket {
    private final S3Client client;
    private final Location location;
    private final ObjectSettings settings;

    public Bucket(S3Client client, Location location, ObjectSettings settings) {
        this.client = client;
        this.location = location;
        this.settings = settings;
    }

    public Location location() {
        return location;
    }

    public ObjectSettings settings() {
        return settings;
    }

    S3Client client() {
        return client;
    }

    /** Whether the client was told, by a setting or the environment, to talk to something else than Amazon. */
    public boolean elsewhere() {
        return client.serviceClientConfiguration().endpointOverride().isPresent();
    }

    /**
     * The keys behind one of them, at most a thousand, in the order of their UTF-8 bytes. Keys come encoded, as XML
     * cannot carry every character; the SDK decodes them.
     */
    public ListObjectsRequest page(@Nullable String after) {
        return ListObjectsRequest.builder()
                .bucket(location.bucket())
                .prefix(location.prefix())
                .marker(after)
                .encodingType(EncodingType.URL)
                .build();
    }

    /** The first keys, whether or not more follow. */
    public List<S3Object> list(@Nullable String after) {
        return client.listObjects(page(after)).contents();
    }

    /** What the store says of an object; empty where there is none. */
    public Optional<ObjectHead> head(RelativePath path) {
        try {
            return Optional.of(ObjectHead.of(client.headObject(HeadObjectRequest.builder()
                    .bucket(location.bucket())
                    .key(location.keyOf(path))
                    .build())));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Opens an object's content. */
    public ResponseInputStream<GetObjectResponse> open(GetObjectRequest request) {
        return client.getObject(request);
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

    static String quoted(@Nullable String etag) {
        return "\"" + etag + "\"";
    }
}
