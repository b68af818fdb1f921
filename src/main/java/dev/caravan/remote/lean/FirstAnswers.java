package dev.caravan.remote.lean;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/** The SDK's way to the network. Where the answer to its first attempt is known, that is what it gets, and nothing is sent. */
public final class FirstAnswers implements SdkHttpClient {
    private static final ThreadLocal<@Nullable Answer> KNOWN = new ThreadLocal<>();

    private final SdkHttpClient client;

    public FirstAnswers(SdkHttpClient client) {
        this.client = client;
    }

    /** Makes a call of the SDK, all of which happens on this thread. */
    static <R> R with(Answer first, Supplier<R> call) {
        KNOWN.set(first);
        try {
            return call.get();
        } finally {
            if (first.equals(KNOWN.get())) {
                first.abort(); // the SDK failed before it asked
            }
            KNOWN.remove();
        }
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        Answer known = KNOWN.get();
        KNOWN.remove();
        return known == null ? client.prepareRequest(request) : known;
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public void close() {
        client.close();
    }
}
