package dev.caravan.remote.client;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointParams;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/** Where the buckets of one client are: the AWS SDK would find out anew for each request, and twice. */
final class KnownEndpoints implements S3EndpointProvider {
    private final S3EndpointProvider rules = S3EndpointProvider.defaultProvider();
    private final Map<String, CompletableFuture<Endpoint>> known = new ConcurrentHashMap<>();

    @Override
    public CompletableFuture<Endpoint> resolveEndpoint(S3EndpointParams params) {
        String bucket = params.bucket();
        return bucket == null || isSpecial(bucket)
                ? rules.resolveEndpoint(params)
                : known.computeIfAbsent(bucket, name -> rules.resolveEndpoint(params));
    }

    /** Where a bucket is, once that is known. */
    Optional<Endpoint> found(String bucket) {
        return Optional.ofNullable(known.get(bucket))
                .filter(endpoint -> endpoint.isDone() && !endpoint.isCompletedExceptionally())
                .map(CompletableFuture::join);
    }

    /** Access points and directory buckets have rules in which more counts than the name. */
    private static boolean isSpecial(String bucket) {
        return bucket.contains(":") || bucket.contains("--");
    }
}
