package dev.caravan.remote.client;

import java.util.function.Function;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Request;

/** The client of a store as one mount sees it: every call is made within the limits of that mount. */
final class MountClient extends DelegatingS3Client {
    private final Limiter limiter;

    MountClient(S3Client client, Limiter limiter) {
        super(client);
        this.limiter = limiter;
    }

    @Override
    protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
        return LimitedHttpClient.with(limiter, () -> operation.apply(request));
    }

    /** The client is shared: it is closed by whoever made it. */
    @Override
    public void close() {}
}
