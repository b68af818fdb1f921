package dev.caravan.remote.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * Sends what goes out over the network when the mount that it belongs to may send it: each attempt of a request, and each
 * byte of a body, both ways. All mounts share one pool of connections; {@link #with} says whose call is made.
 */
final class LimitedHttpClient implements SdkHttpClient {
    private static final ThreadLocal<@Nullable Caller> CALLER = new ThreadLocal<>();

    /** Whose call it is, and where the bytes of its body are counted. */
    private record Caller(Limiter limiter, LongAdder moved) {}

    private final SdkHttpClient client;

    LimitedHttpClient(SdkHttpClient client) {
        this.client = client;
    }

    /**
     * Makes a call of the SDK, all of which happens on this thread.
     *
     * @param moved counts the bytes of its body, either way
     */
    static <T> T with(Limiter limiter, LongAdder moved, java.util.function.Supplier<T> call) {
        Caller outer = CALLER.get();
        CALLER.set(new Caller(limiter, moved));
        try {
            return call.get();
        } finally {
            CALLER.set(outer);
        }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        Caller caller = CALLER.get();
        if (caller == null) {
            return client.prepareRequest(request);
        }
        Limiter limiter = caller.limiter();
        HttpExecuteRequest.Builder limited = HttpExecuteRequest.builder()
                .request(request.httpRequest())
                .contentStreamProvider(request.contentStreamProvider()
                        .map(content -> (ContentStreamProvider) () -> new LimitedStream(content.newStream(), caller))
                        .orElse(null));
        request.metricCollector().ifPresent(limited::metricCollector);
        S3Operation operation = S3Operation.of(request.httpRequest());
        ExecutableHttpRequest prepared = client.prepareRequest(limited.build());
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                limiter.request(operation);
                return limited(prepared.call(), caller);
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    private static HttpExecuteResponse limited(HttpExecuteResponse response, Caller caller) {
        Optional<AbortableInputStream> body = response.responseBody();
        return HttpExecuteResponse.builder()
                .response(response.httpResponse())
                .responseBody(body.map(stream -> AbortableInputStream.create(new LimitedStream(stream, caller), stream))
                        .orElse(null))
                .build();
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
    }

    private static final class LimitedStream extends FilterInputStream {
        private final Limiter limiter;
        private final LongAdder moved;

        LimitedStream(InputStream in, Caller caller) {
            super(in);
            this.limiter = caller.limiter();
            this.moved = caller.moved();
        }

        @Override
        public int read() throws IOException {
            limiter.bytes(1);
            moved.increment();
            return super.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read > 0) {
                limiter.bytes(read);
                moved.add(read);
            }
            return read;
        }
    }
}
