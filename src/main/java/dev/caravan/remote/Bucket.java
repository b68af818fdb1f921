package dev.caravan.remote;

import dev.caravan.mount.Location;
import dev.caravan.mount.ObjectSettings;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.remote.lean.KeysInStep;
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
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tagging;

/** The place in a bucket that a mount is paired with: what is asked of it and sent to it at once. */
public final class Bucket {
    /** What stores answer that have no such request. */
    private static final Set<Integer> KNOWS_NO_VERSIONS = Set.of(400, 404, 405, 501);

    private final S3Client client;
    private final Location location;
    private final ObjectSettings settings;
    private final BucketRequests requests;

    public Bucket(S3Client client, Location location, ObjectSettings settings) {
        this.client = client;
        this.location = location;
        this.settings = settings;
        this.requests = new BucketRequests(location, settings);
    }

    /** What is sent to it, where somebody else sends it. */
    public BucketRequests requests() {
        return requests;
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

    /** The first keys, whether or not more follow. */
    public List<S3Object> list(@Nullable String after) {
        ListObjectsResponse page = client.listObjects(requests.page(after).build());
        if (page.contents().isEmpty() && Boolean.TRUE.equals(page.isTruncated())) {
            throw SdkClientException.create("the store sent an empty page of its list, and said that more follow");
        }
        return page.contents();
    }

    /** The next page of a list that this follows; empty at its end, or where it says that more follow. */
    public List<S3Object> page(@Nullable String after, KeysInStep.KeyPage listing) {
        return client.listObjects(requests.page(after, listing)).contents();
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

    /** Copies a version of an object to another key, inside the store. */
    public void copy(String from, RemoteVersion version, String to) throws IOException {
        client.copyObject(requests.copy(from, null, version, to).build());
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
        client.copyObject(requests.copy(from, versionId, version, location.keyOf(path))
                .ifMatch(conditional && expected != null ? BucketRequests.quoted(expected) : null)
                .ifNoneMatch(conditional && expected == null ? "*" : null)
                .build());
    }

    /** The version of an object that had this ETag, if the bucket still keeps it; its id is the first of the two. */
    public Optional<Map.Entry<String, RemoteVersion>> keptVersion(RelativePath path, String etag) {
        try {
            return versions(location.keyOf(path))
                    .filter(version -> BucketRequests.quoted(etag).equals(version.eTag()))
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
        return !hasCustomEndpoint() && version.size() <= BucketRequests.MOST_COPIED;
    }

    /** Sends a PUT once more, on the condition that the object is another one; returns its ETag, in quotes. */
    public String putOverAnother(PutObjectRequest request, Path file) {
        String other = BucketRequests.quoted(Conditions.IMPOSSIBLE);
        return client.putObject(
                        request.toBuilder().ifMatch(other).ifNoneMatch(null).build(), file)
                .eTag();
    }

    /** Sends a PUT once more, on the condition that the object is not there; returns its ETag, in quotes. */
    public String putAsNew(PutObjectRequest request, Path file) {
        return client.putObject(
                        request.toBuilder().ifMatch(null).ifNoneMatch("*").build(), file)
                .eTag();
    }

    /** Whether the bucket keeps versions. */
    public boolean keepsVersions() {
        BucketVersioningStatus status = client.getBucketVersioning(bucket -> bucket.bucket(location.bucket()))
                .status();
        return status == BucketVersioningStatus.ENABLED;
    }
}
