package dev.caravan.contract;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.caravan.mount.Limits;
import dev.caravan.mount.Location;
import dev.caravan.mount.ObjectSettings;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.S3ClientKind;
import dev.caravan.mount.Secret;
import dev.caravan.mount.Store;
import dev.caravan.remote.Bucket;
import dev.caravan.remote.ObjectHead;
import dev.caravan.remote.client.Clients;
import dev.caravan.remote.client.Limiter;
import dev.caravan.remote.client.PreparedPuts;
import dev.caravan.remote.client.RequestBudget;
import dev.caravan.remote.client.RequestCounts;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket of its own for each test, in the store of a subclass, and Caravan's own client to it. */
abstract class S3Fixture {
    final PreparedPuts puts = new PreparedPuts();
    final String bucketName = "contract-" + UUID.randomUUID();
    private final Clients clients = new Clients(10, puts);
    S3Client client;
    Bucket bucket;

    abstract URI endpoint();

    abstract String accessKey();

    abstract String secretKey();

    /** Who writes the requests. */
    S3ClientKind kind() {
        return S3ClientKind.LEAN;
    }

    @BeforeEach
    void createBucket() {
        RequestBudget budget = new RequestBudget(OptionalLong.empty(), Clock.systemUTC(), spent -> {});
        Limiter unlimited = new Limiter(Limits.NONE, new RequestCounts(), budget, () -> false);
        Store store = new Store(
                Optional.of("us-east-1"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(endpoint()),
                Optional.empty(),
                Optional.of(accessKey()),
                Optional.of(new Secret(secretKey())),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                kind());
        client = clients.client(store, unlimited);
        client.createBucket(create -> create.bucket(bucketName));
        bucket = new Bucket(
                client,
                new Location(bucketName, "p"),
                new ObjectSettings(Optional.empty(), Optional.empty(), true, Optional.empty()));
    }

    @AfterEach
    void close() {
        clients.close();
    }

    void put(String name, String content, String expected, boolean conditional) {
        client.putObject(
                bucket.requests().put(path(name), Map.of(), null, expected, conditional),
                RequestBody.fromString(content));
    }

    String content(String name) {
        return client.getObjectAsBytes(get -> get.bucket(bucketName).key("p/" + name))
                .asUtf8String();
    }

    ObjectHead head(String name) {
        return bucket.head(path(name)).orElseThrow();
    }

    static void assertRefused(int status, ThrowingCallable request) {
        assertThatExceptionOfType(S3Exception.class)
                .isThrownBy(request)
                .matches(refused -> refused.statusCode() == status, "has status " + status);
    }

    static RelativePath path(String name) {
        return new RelativePath(name);
    }
}
