package dev.caravan.remote.client;

import dev.caravan.mount.Mount;
import dev.caravan.mount.S3ClientKind;
import dev.caravan.mount.Secret;
import dev.caravan.mount.Store;
import dev.caravan.remote.lean.FirstAnswers;
import dev.caravan.remote.lean.KeysInStep;
import dev.caravan.remote.lean.LeanClient;
import dev.caravan.remote.lean.Place;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.profiles.ProfileFileSupplier;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** The S3 clients: one for all mounts that reach their store in the same way, all with one pool of connections. */
public final class Clients implements AutoCloseable {
    private static final Pattern AMAZON_QUEUE = Pattern.compile("sqs\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?");

    /** A connection may be busy with a long transfer of another mount: waiting for it is no error. */
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofMinutes(5);

    private final SdkHttpClient http;
    private final PreparedPuts puts;
    private final RetryStrategy retries;
    private final Map<Store, S3Client> clients = new ConcurrentHashMap<>();
    private final List<SqsClient> queues = new CopyOnWriteArrayList<>();

    /** @param connections that may be open at a time, to all stores together */
    public Clients(int connections, PreparedPuts puts) {
        this(connections, puts, true);
    }

    /**
     * Clients of one program.
     *
     * @param connections that may be open at a time, to all stores together
     * @param patient whether to rest before a request is repeated that failed
     */
    public Clients(int connections, PreparedPuts puts, boolean patient) {
        NativeCrypto.prepare();
        this.http = new FirstAnswers(new LimitedHttpClient(http(connections)));
        this.puts = puts;
        StandardRetryStrategy usual = AwsRetryStrategy.standardRetryStrategy();
        this.retries = patient
                ? usual
                : usual.toBuilder()
                        .backoffStrategy(BackoffStrategy.retryImmediately())
                        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                        .build();
    }

    /** Makes no request: what is wrong with the settings shows when the client is first used. */
    public S3Client client(Store store) {
        return clients.computeIfAbsent(store, this::create);
    }

    /** The client of a store for a mount that has to keep to limits. */
    public S3Client client(Store store, Limiter limiter) {
        return new MountClient(client(store), limiter, puts);
    }

    /**
     * The client of the queue that a mount's events come from. It keeps a connection open all the time, and therefore has
     * connections of its own.
     */
    public SqsClient queue(Mount mount) {
        URI queue = mount.listing().events().orElseThrow();
        Matcher amazon = AMAZON_QUEUE.matcher(queue.getHost());
        SqsClient client = SqsClient.builder()
                .region(amazon.matches() ? Region.of(amazon.group(1)) : region(mount.store()))
                // also for Amazon's: AWS_ENDPOINT_URL may name a store, and the queue lies where its URL says
                .endpointOverride(queue.resolve("/"))
                .credentialsProvider(credentials(mount.store()))
                .httpClientBuilder(ApacheHttpClient.builder().socketTimeout(Duration.ofSeconds(30)))
                .build();
        queues.add(client);
        return client;
    }

    /** Reads the queue of a mount without taking anything from it: a message that it meets stays visible. */
    public void peek(Mount mount) {
        queue(mount)
                .receiveMessage(receive -> receive.queueUrl(
                                mount.listing().events().orElseThrow().toString())
                        .visibilityTimeout(0));
    }

    /** From now on no event is taken any more. */
    public void closeQueues() {
        queues.forEach(SqsClient::close);
        queues.clear();
    }

    private static SdkHttpClient http(int connections) {
        return ApacheHttpClient.builder()
                .maxConnections(connections)
                // the SDK asks where it makes sense; Apache would for empty bodies too
                .expectContinueEnabled(false)
                .connectionTimeout(Duration.ofSeconds(5))
                .socketTimeout(Duration.ofSeconds(30))
                .connectionAcquisitionTimeout(WAIT_FOR_CONNECTION)
                .build();
    }

    @Override
    public void close() {
        closeQueues();
        clients.values().forEach(S3Client::close);
        clients.clear();
        http.close();
    }

    private S3Client create(Store store) {
        AwsCredentialsProvider credentials = credentials(store);
        KnownEndpoints endpoints = new KnownEndpoints();
        boolean elsewhere = store.endpoint().isPresent();
        S3Client client = builder(store, elsewhere, credentials, endpoints).build();
        if (isEncrypted(client)) {
            NativeCrypto.use();
        }
        if (hasEndpoint(client) && !elsewhere) {
            // AWS_ENDPOINT_URL names another store, and few of those have a host name for each bucket
            client.close();
            elsewhere = true;
            credentials = credentials(store); // the others were closed with it
            client = builder(store, true, credentials, endpoints).build();
        }
        return store.client() == S3ClientKind.SDK
                ? client
                : new LeanClient(
                        client,
                        http,
                        credentials,
                        places(store, endpoints),
                        checksums(store, elsewhere),
                        this::countSuccess);
    }

    /** The SDK retries as long as enough goes well, of what it hears of; its requests have one scope, of this name. */
    private void countSuccess() {
        RetryToken token = retries.acquireInitialToken(AcquireInitialTokenRequest.create("GLOBAL"))
                .token();
        retries.recordSuccess(RecordSuccessRequest.create(token));
    }

    /** Where buckets are: as the settings say, or else as the SDK found out for its first request. */
    private static Function<String, Optional<Place>> places(Store store, KnownEndpoints endpoints) {
        boolean inPath = store.endpoint().isPresent() && store.pathStyle().orElse(true);
        if (!inPath) {
            return bucket -> endpoints.found(bucket).flatMap(Place::of);
        }
        String region = region(store).id();
        return bucket -> Place.inPath(store.endpoint().get(), bucket, region);
    }

    private static boolean hasEndpoint(S3Client client) {
        return client.serviceClientConfiguration().endpointOverride().isPresent();
    }

    private static boolean checksums(Store store, boolean hasCustomEndpoint) {
        return store.checksumsWhenSupported().orElse(!hasCustomEndpoint);
    }

    private static boolean isEncrypted(S3Client client) {
        return client.serviceClientConfiguration()
                .endpointOverride()
                .map(endpoint -> endpoint.getScheme().equals("https"))
                .orElse(true);
    }

    private S3ClientBuilder builder(
            Store store, boolean hasCustomEndpoint, AwsCredentialsProvider credentials, KnownEndpoints endpoints) {
        boolean checksums = checksums(store, hasCustomEndpoint);
        S3ClientBuilder builder = S3Client.builder()
                .region(region(store))
                .credentialsProvider(credentials)
                .forcePathStyle(store.pathStyle().orElse(hasCustomEndpoint))
                .requestChecksumCalculation(
                        checksums
                                ? RequestChecksumCalculation.WHEN_SUPPORTED
                                : RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(
                        checksums
                                ? ResponseChecksumValidation.WHEN_SUPPORTED
                                : ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(
                        s3 -> s3.chunkedEncodingEnabled(store.chunkedEncoding().orElse(!hasCustomEndpoint)))
                .httpClient(http)
                .endpointProvider(endpoints)
                .overrideConfiguration(client -> client.retryStrategy(retries)
                        .addExecutionInterceptor(new SentOnce())
                        .addExecutionInterceptor(new KeysInStep())
                        .addExecutionInterceptor(new SmallBodies()));
        store.endpoint().ifPresent(builder::endpointOverride);
        return builder;
    }

    private static Region region(Store store) {
        if (store.region().isPresent()) {
            return Region.of(store.region().get());
        }
        try {
            DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
            store.profile().ifPresent(chain::profileName);
            return chain.build().getRegion();
        } catch (SdkClientException e) {
            // nobody named one: S3 itself answers there, and names the right one where it is another
            return Region.US_EAST_1;
        }
    }

    private static AwsCredentialsProvider credentials(Store store) {
        AwsCredentialsProvider own = store.accessKey().isPresent()
                ? StaticCredentialsProvider.create(keys(store))
                : store.profile().isPresent() ? profile(store.profile().get()) : chain();
        return store.role().isPresent() ? assume(store.role().get(), region(store), own) : own;
    }

    private static AwsCredentials keys(Store store) {
        String access = store.accessKey().orElseThrow();
        String secret = store.secretKey().map(Secret::reveal).orElseThrow();
        return store.sessionToken().isPresent()
                ? AwsSessionCredentials.create(
                        access, secret, store.sessionToken().get().reveal())
                : AwsBasicCredentials.create(access, secret);
    }

    /** The suppliers read the files again when they change: expired credentials are often renewed on disk. */
    private static AwsCredentialsProvider profile(String name) {
        return ProfileCredentialsProvider.builder()
                .profileName(name)
                .profileFile(ProfileFileSupplier.defaultSupplier())
                .build();
    }

    private static AwsCredentialsProvider chain() {
        return DefaultCredentialsProvider.builder()
                .profileFile(ProfileFileSupplier.defaultSupplier())
                .build();
    }

    private static AwsCredentialsProvider assume(String role, Region region, AwsCredentialsProvider own) {
        StsClient sts = StsClient.builder()
                .region(region)
                .credentialsProvider(own)
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> request.roleArn(role).roleSessionName("caravan"))
                .build();
    }
}
