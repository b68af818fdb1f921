package dev.caravan.testing;

import dev.caravan.testing.awssdk.MemoryBlobStore;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** An S3 API in the process, and a client of it that stands for other people. */
public final class S3Server implements AutoCloseable {
    public static final String ACCESS_KEY = "test-access";
    public static final String SECRET_KEY = "test-secret";
    public static final String BUCKET = "bucket";

    private final S3Proxy proxy;
    private final FaultyBlobStore store;
    private final MemoryBlobStore memory;
    private final S3Client client;

    private S3Server(S3Proxy proxy, FaultyBlobStore store, MemoryBlobStore memory) {
        this.proxy = proxy;
        this.store = store;
        this.memory = memory;
        this.client = newClient(endpoint());
    }

    /** With an empty bucket, in memory. */
    public static S3Server start() {
        MemoryBlobStore memory = new MemoryBlobStore();
        return start(memory, memory, 0);
    }

    /** With what another store holds. */
    public static S3Server start(BlobStore store) {
        return start(store, new MemoryBlobStore(), 0);
    }

    private static S3Server start(BlobStore inner, MemoryBlobStore memory, int port) {
        FaultyBlobStore store = new FaultyBlobStore(inner);
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                .ignoreUnknownHeaders(true)
                .build();
        try {
            proxy.start();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot start S3Proxy", e);
        }
        S3Server server = new S3Server(proxy, store, memory);
        server.client.createBucket(bucket -> bucket.bucket(BUCKET));
        return server;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + proxy.getPort());
    }

    /** What happens to requests. */
    public FaultyBlobStore faults() {
        return store;
    }

    public MemoryBlobStore memory() {
        return memory;
    }

    public S3Client client() {
        return client;
    }

    private static S3Client newClient(URI endpoint) {
        return S3Client.builder()
                .httpClientBuilder(ApacheHttpClient.builder().expectContinueEnabled(false))
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .build();
    }

    public void put(String key, String content) {
        client.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromString(content));
    }

    public void put(String key, byte[] content) {
        client.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
    }

    public void delete(String key) {
        client.deleteObject(delete -> delete.bucket(BUCKET).key(key));
    }

    /** The content of an object; null where there is none. */
    public String content(String key) {
        try {
            return client.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asUtf8String();
        } catch (NoSuchKeyException e) {
            return null;
        }
    }

    public Map<String, String> metadata(String key) {
        return client.headObject(head -> head.bucket(BUCKET).key(key)).metadata();
    }

    public String etag(String key) {
        return client.headObject(head -> head.bucket(BUCKET).key(key)).eTag();
    }

    public List<String> keys() {
        return objects().stream().map(S3Object::key).toList();
    }

    public List<S3Object> objects() {
        List<S3Object> all = new ArrayList<>();
        List<S3Object> page = page(null);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = page(page.get(page.size() - 1).key());
        }
        return all;
    }

    private List<S3Object> page(String after) {
        return client.listObjects(list -> list.bucket(BUCKET).marker(after).encodingType(EncodingType.URL))
                .contents();
    }

    /** Key and content of every object below a prefix, the prefix cut off. */
    public Map<String, String> contents(String prefix) {
        Map<String, String> all = new TreeMap<>();
        for (String key : keys()) {
            String content = key.startsWith(prefix) && !key.endsWith("/") ? content(key) : null;
            if (content != null) {
                all.put(key.substring(prefix.length()), content);
            }
        }
        return all;
    }

    @Override
    public void close() {
        client.close();
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot stop S3Proxy", e);
        }
    }
}
