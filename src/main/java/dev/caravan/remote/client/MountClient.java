package dev.caravan.remote.client;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** The client of a store as one mount sees it: every call is made within the limits of that mount. */
final class MountClient extends DelegatingS3Client {
    private final Limiter limiter;
    private final PreparedPuts puts;

    /** @param puts that may be sent in place of what is asked for */
    MountClient(S3Client client, Limiter limiter, PreparedPuts puts) {
        super(client);
        this.limiter = limiter;
        this.puts = puts;
    }

    @Override
    protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
        T sent = puts.inPlaceOf(request);
        return LimitedHttpClient.with(limiter, moved(sent), () -> operation.apply(sent));
    }

    /** Where the bytes of an object are counted; those of other requests nobody asks for. */
    private LongAdder moved(S3Request request) {
        if (request instanceof PutObjectRequest put) {
            return limiter.underWay().begin(put.key(), true);
        }
        if (request instanceof GetObjectRequest get) {
            return limiter.underWay().begin(get.key(), get.range() == null);
        }
        if (request instanceof UploadPartRequest part) {
            return limiter.underWay().begin(part.key(), false);
        }
        return new LongAdder();
    }

    /** The client is shared: it is closed by whoever made it. */
    @Override
    public void close() {}
}
