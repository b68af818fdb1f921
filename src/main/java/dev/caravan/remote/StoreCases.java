package dev.caravan.remote;

import dev.caravan.mount.RemoteVersion;
import dev.caravan.remote.lean.KnownContent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What a store makes of the requests that Caravan relies on, tried with objects of its own below a prefix, which are removed
 * again. {@code caravan doctor --store} tells it of one store, docs/stores.md of several.
 */
public final class StoreCases {
    private static final List<String> ODD_NAMES =
            List.of("a b", "a+b", "a%2Fb", "\u00fc", "a\nb", "foo.txt", "foo/bar", "foo-bar", "~");

    private final S3Client client;
    private final String bucket;
    private final String prefix;

    /** @param prefix where objects are put and removed; nothing else is touched */
    public StoreCases(S3Client client, String bucket, String prefix) {
        this.client = client;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    /** One case: the store does what Caravan hopes for, or throws, or answers something else. */
    private interface Case {
        boolean holds();
    }

    /** Each case with what came of it: {@code yes}, or {@code no} with the reason. */
    public Map<String, String> run() {
        Map<String, Case> cases = new LinkedHashMap<>();
        cases.put("If-None-Match: * protects an object that is there", this::ifNoneMatch);
        cases.put("a right If-Match replaces", this::rightIfMatch);
        cases.put("a wrong If-Match is refused", this::wrongIfMatch);
        cases.put("a wrong If-Match protects from a deletion", this::conditionalDeletion);
        cases.put("the ETag of a simple object is its MD5", this::md5);
        cases.put("takes a body that is signed with its SHA-256", this::signedBody);
        cases.put("refuses a body that is not the signed one", this::otherBody);
        cases.put("metadata comes back", this::metadata);
        cases.put("odd names come back from a list, in the order of bytes", this::oddNames);
        cases.put("a list in pages of one ends", this::paging);
        cases.put("an object beside a directory of its name", this::besideDirectory);
        cases.put("uploads in parts", this::parts);
        cases.put("uploads in parts that are under way are listed", this::listsUploads);
        cases.put("the bucket keeps versions", this::versions);
        Map<String, String> outcomes = new LinkedHashMap<>();
        cases.forEach((name, each) -> {
            outcomes.put(name, outcome(each));
            clean();
        });
        return outcomes;
    }

    private static String outcome(Case each) {
        try {
            return each.holds() ? "yes" : "no";
        } catch (SdkException e) {
            int status = S3Errors.status(e);
            return "no: " + (status == 0 ? S3Errors.plain(e) : String.valueOf(status));
        }
    }

    private String put(String name, String content) {
        return client.putObject(put -> put.bucket(bucket).key(prefix + name), RequestBody.fromString(content))
                .eTag();
    }

    private static boolean refused(Runnable request) {
        try {
            request.run();
            return false;
        } catch (SdkException e) {
            if (S3Errors.isPreconditionFailed(e)) {
                return true;
            }
            throw e;
        }
    }

    private boolean ifNoneMatch() {
        put("a", "1");
        return refused(() -> client.putObject(
                put -> put.bucket(bucket).key(prefix + "a").ifNoneMatch("*"), RequestBody.fromString("2")));
    }

    private boolean rightIfMatch() {
        String etag = put("a", "1");
        client.putObject(put -> put.bucket(bucket).key(prefix + "a").ifMatch(etag), RequestBody.fromString("2"));
        return true;
    }

    private boolean wrongIfMatch() {
        put("a", "1");
        return refused(() -> client.putObject(
                put -> put.bucket(bucket).key(prefix + "a").ifMatch("\"wrong\""), RequestBody.fromString("2")));
    }

    private boolean conditionalDeletion() {
        put("a", "1");
        return refused(() -> client.deleteObject(
                delete -> delete.bucket(bucket).key(prefix + "a").ifMatch("\"wrong\"")));
    }

    private boolean signedBody() {
        return putSigned("what is signed", "what is signed").eTag() != null;
    }

    /** As something on the way might have made of it. */
    private boolean otherBody() {
        try {
            putSigned("what is signed", "what arrives here");
            return false;
        } catch (SdkException e) {
            int status = S3Errors.status(e);
            if (status == 400 || status == 403) {
                return true;
            }
            throw e;
        }
    }

    private PutObjectResponse putSigned(String signed, String sent) {
        PutObjectRequest put =
                PutObjectRequest.builder().bucket(bucket).key(prefix + "a").build();
        return client.putObject(
                new KnownContent(digest("SHA-256", signed), null).in(put), RequestBody.fromString(sent));
    }

    private boolean md5() {
        return RemoteVersion.unquoted(put("a", "content")).equals(digest("MD5", "content"));
    }

    /** In hex. */
    private static String digest(String algorithm, String content) {
        try {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + algorithm, e);
        }
    }

    private boolean metadata() {
        client.putObject(
                put -> put.bucket(bucket).key(prefix + "a").metadata(Map.of("mtime", "1.5")),
                RequestBody.fromString("1"));
        return "1.5"
                .equals(client.headObject(head -> head.bucket(bucket).key(prefix + "a"))
                        .metadata()
                        .get("mtime"));
    }

    private boolean oddNames() {
        Set<String> wanted = new TreeSet<>(dev.caravan.mount.Utf8Order::compare);
        for (String name : ODD_NAMES) {
            put(name, name);
            wanted.add(prefix + name);
        }
        return keys(1000).equals(List.copyOf(wanted));
    }

    private boolean paging() {
        for (String name : List.of("a", "b", "c")) {
            put(name, name);
        }
        return keys(1).equals(List.of(prefix + "a", prefix + "b", prefix + "c"));
    }

    private List<String> keys(int max) {
        List<String> keys = new ArrayList<>();
        String after = null;
        ListObjectsResponse page = page(after, max);
        while (!page.contents().isEmpty() && keys.size() < ODD_NAMES.size() * 2) {
            page.contents().stream().map(S3Object::key).forEach(keys::add);
            after = keys.get(keys.size() - 1);
            page = page(after, max);
        }
        return keys;
    }

    private ListObjectsResponse page(@org.jspecify.annotations.Nullable String after, int max) {
        return client.listObjects(list ->
                list.bucket(bucket).prefix(prefix).marker(after).maxKeys(max).encodingType(EncodingType.URL));
    }

    private boolean besideDirectory() {
        put("a", "1");
        put("a/b", "2");
        return keys(1000).size() == 2;
    }

    private boolean parts() {
        String key = prefix + "parts";
        String id = client.createMultipartUpload(create -> create.bucket(bucket).key(key))
                .uploadId();
        String etag = client.uploadPart(
                        part -> part.bucket(bucket).key(key).uploadId(id).partNumber(1), RequestBody.fromString("part"))
                .eTag();
        client.completeMultipartUpload(complete -> complete.bucket(bucket)
                .key(key)
                .uploadId(id)
                .multipartUpload(upload -> upload.parts(
                        CompletedPart.builder().partNumber(1).eTag(etag).build())));
        return client.headObject(head -> head.bucket(bucket).key(key)).contentLength() == 4;
    }

    private boolean listsUploads() {
        String key = prefix + "listed";
        String id = client.createMultipartUpload(create -> create.bucket(bucket).key(key))
                .uploadId();
        try {
            return client.listMultipartUploads(list -> list.bucket(bucket).prefix(prefix)).uploads().stream()
                    .anyMatch(upload -> upload.uploadId().equals(id));
        } finally {
            client.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(id));
        }
    }

    private boolean versions() {
        return client.getBucketVersioning(versioning -> versioning.bucket(bucket))
                        .status()
                == BucketVersioningStatus.ENABLED;
    }

    private void clean() {
        try {
            keys(1000)
                    .forEach(key ->
                            client.deleteObject(delete -> delete.bucket(bucket).key(key)));
        } catch (SdkException e) {
            // the case has told what is wrong
        }
    }
}
