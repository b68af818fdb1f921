package dev.caravan.remote.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
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
    private static final ThreadLocal<@Nullable Limiter> CALLER = new ThreadLocal<>();

    private final SdkHttpClient client;

    LimitedHttpClient(SdkHttpClient client) {
        this.client = client;
    }

    /** Makes a call of the SDK, all of which happens on this thread. */
    static <T> T with(Limiter limiter, java.util.function.Supplier<T> call) {
        Limiter outer = CALLER.get();
        CALLER.set(limiter);
        try {
            return call.get();
        } finally {
            CALLER.set(outer);
        }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        Limiter limiter = CALLER.get();
        if (limiter == null) {
            return client.prepareRequest(request);
        }
        HttpExecuteRequest.Builder limited = HttpExecuteRequest.builder()
                .request(request.httpRequest())
                .contentStreamProvider(request.contentStreamProvider()
                        .map(content -> (ContentStreamProvider) () -> new LimitedStream(content.newStream(), limiter))
                        .orElse(null));
        request.metricCollector().ifPresent(limited::metricCollector);
        S3Operation operation = S3Operation.of(request.httpRequest());
        ExecutableHttpRequest prepared = client.prepareRequest(limited.build());
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                limiter.request(operation);
                return limited(prepared.call(), limiter);
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    private static HttpExecuteResponse limited(HttpExecuteResponse response, Limiter limiter) {
        Optional<AbortableInputStream> body = response.responseBody();
        return HttpExecuteResponse.builder()
                .response(response.httpResponse())
                .responseBody(
                        body.map(stream -> AbortableInputStream.create(new LimitedStream(stream, limiter), stream))
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

        LimitedStream(InputStream in, Limiter limiter) {
            super(in);
            this.limiter = limiter;
        }

        @Override
        public int read() throws IOException {
            limiter.bytes(1);
            return super.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read > 0) {
                limiter.bytes(read);
            }
            return read;
        }
    }
}
