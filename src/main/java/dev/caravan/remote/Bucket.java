package dev.caravan.remote;

import dev.caravan.mount.Location;
import dev.caravan.mount.ObjectSettings;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.Tagging;

/** The place in a bucket that a mount is paired with: its requests, and the few that are sent at once. */
public final class Bucket {
    /** What one request can copy. */
    private static final long MOST_COPIED = 5L << 30;

    /** What stores answer that have no such request. */
    private static final Set<Integer> KNOWS_NO_VERSIONS = Set.of(400, 404, 405, 501);

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

    /** Where the store is that the client talks to; empty for Amazon's own. */
    public Optional<URI> endpoint() {
        return client.serviceClientConfiguration().endpointOverride();
    }

    /** Whether the client was told, by a setting or the environment, to talk to something else than Amazon. */
    public boolean hasCustomEndpoint() {
        return client.serviceClientConfiguration().endpointOverride().isPresent();
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

    private ListObjectsRequest.Builder page(@Nullable String after) {
        return ListObjectsRequest.builder()
                .bucket(location.bucket())
                .prefix(location.prefix())
                .marker(after)
                .encodingType(EncodingType.URL);
    }

    /** The first keys, whether or not more follow. */
    public List<S3Object> list(@Nullable String after) {
        ListObjectsResponse page = client.listObjects(page(after).build());
        if (page.contents().isEmpty() && Boolean.TRUE.equals(page.isTruncated())) {
            throw SdkClientException.create("the store sent an empty page of its list, and said that more follow");
        }
        return page.contents();
    }

    /** What the store says of an object; empty where there is none. */
    public Optional<ObjectHead> head(RelativePath path) {
        return headOf(location.keyOf(path));
    }

    /** What the store says of whatever lies under a key. */
    public Optional<ObjectHead> headOf(String key) {
        try {
            return Optional.of(ObjectHead.of(client.headObject(HeadObjectRequest.builder()
                    .bucket(location.bucket())
                    .key(key)
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

    /** A PUT that says the same of an object as the store said of another one: what a copy inside the store would keep. */
    public PutObjectRequest like(GetObjectRequest source, GetObjectResponse said, PutObjectRequest put) {
        PutObjectRequest.Builder like = put.toBuilder()
                .metadata(said.metadata())
                .contentType(said.contentType())
                .cacheControl(said.cacheControl())
                .contentDisposition(said.contentDisposition())
                .contentEncoding(said.contentEncoding())
                .contentLanguage(said.contentLanguage())
                .websiteRedirectLocation(said.websiteRedirectLocation());
        if (said.tagCount() != null && said.tagCount() > 0) {
            like.tagging(Tagging.builder()
                    .tagSet(client.getObjectTagging(tags -> tags.bucket(source.bucket())
                                    .key(source.key())
                                    .versionId(source.versionId()))
                            .tagSet())
                    .build());
        }
        return like.build();
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

    /** Copies a version of an object to another key, inside the store. */
    public void copy(String from, RemoteVersion version, String to) throws IOException {
        client.copyObject(copy(from, null, version, to).build());
    }

    /**
     * Copies an old version back to its path.
     *
     * @param from the key where it lies; with a version id where that is an older version of a key
     * @param expected the ETag of the object that it replaces; null where none is there
     * @param conditional whether to send that as a condition
     */
    public void copyBack(
            String from,
            @Nullable String versionId,
            RemoteVersion version,
            RelativePath path,
            @Nullable String expected,
            boolean conditional)
            throws IOException {
        client.copyObject(copy(from, versionId, version, location.keyOf(path))
                .ifMatch(conditional && expected != null ? quoted(expected) : null)
                .ifNoneMatch(conditional && expected == null ? "*" : null)
                .build());
    }

    private CopyObjectRequest.Builder copy(String from, @Nullable String versionId, RemoteVersion version, String to)
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

    /** The version of an object that had this ETag, if the bucket still keeps it; its id is the first of the two. */
    public Optional<Map.Entry<String, RemoteVersion>> keptVersion(RelativePath path, String etag) {
        try {
            return versions(location.keyOf(path))
                    .filter(version -> quoted(etag).equals(version.eTag()))
                    .map(version -> Map.entry(
                            version.versionId(),
                            new RemoteVersion(etag, version.size(), version.lastModified(), false)))
                    .findFirst();
        } catch (S3Exception e) {
            if (KNOWS_NO_VERSIONS.contains(e.statusCode())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Stream<ObjectVersion> versions(String key) {
        return client
                .listObjectVersionsPaginator(
                        list -> list.bucket(location.bucket()).prefix(key).encodingType(EncodingType.URL))
                .versions()
                .stream()
                .takeWhile(version -> version.key().equals(key));
    }

    /** Sends a file that lies outside the folder's tree. */
    public void putFile(PutObjectRequest put, Path file) {
        client.putObject(put, file);
    }

    /** Whether a copy inside the store can be relied on: whether it honours conditions, and takes one of this size. */
    public boolean mayCopyBack(RemoteVersion version) {
        return !hasCustomEndpoint() && version.size() <= MOST_COPIED;
    }

    /** Sends a PUT once more, on the condition that the object is another one. */
    public void putOverAnother(PutObjectRequest request, Path file) {
        String other = quoted(Conditions.IMPOSSIBLE);
        client.putObject(request.toBuilder().ifMatch(other).ifNoneMatch(null).build(), file);
    }

    /** Sends a PUT once more, on the condition that the object is not there. */
    public void putAsNew(PutObjectRequest request, Path file) {
        client.putObject(request.toBuilder().ifMatch(null).ifNoneMatch("*").build(), file);
    }

    /** Whether the bucket keeps versions. */
    public boolean keepsVersions() {
        BucketVersioningStatus status = client.getBucketVersioning(bucket -> bucket.bucket(location.bucket()))
                .status();
        return status == BucketVersioningStatus.ENABLED;
    }

    static String quoted(@Nullable String etag) {
        return "\"" + etag + "\"";
    }
}
