package dev.caravan.remote.lean;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * What came of a request that was sent without the SDK: a response, or a failure of the connection. Where it is not the plain
 * good one, the SDK gets it as what came of its own first attempt, so that it decides what this means and what is done next.
 */
final class Answer implements ExecutableHttpRequest {
    private final @Nullable HttpExecuteResponse response;
    private final @Nullable IOException failure;

    private Answer(@Nullable HttpExecuteResponse response, @Nullable IOException failure) {
        this.response = response;
        this.failure = failure;
    }

    /** Sends a request. */
    static Answer to(SdkHttpClient http, HttpExecuteRequest request) {
        try {
            return new Answer(http.prepareRequest(request).call(), null);
        } catch (IOException e) {
            return new Answer(null, e);
        }
    }

    /** The same response with its body in memory. */
    Answer withBody(byte[] body) {
        return new Answer(
                HttpExecuteResponse.builder()
                        .response(http().orElseThrow())
                        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
                        .build(),
                null);
    }

    static Answer broken(IOException failure) {
        return new Answer(null, failure);
    }

    /** Empty where none came. */
    Optional<SdkHttpResponse> http() {
        return Optional.ofNullable(response).map(HttpExecuteResponse::httpResponse);
    }

    boolean isGood() {
        return http().map(SdkHttpResponse::isSuccessful).orElse(false);
    }

    AbortableInputStream body() {
        return Optional.ofNullable(response)
                .flatMap(HttpExecuteResponse::responseBody)
                .orElseGet(() -> AbortableInputStream.create(new ByteArrayInputStream(new byte[0])));
    }

    /** Has the SDK send the same request, and take this for what came of it. */
    <R> R judgedBy(Supplier<R> sdk) {
        return FirstAnswers.with(this, sdk);
    }

    /** Reads what is left of its body, so that the connection can be used again. */
    void end() {
        try (AbortableInputStream rest = body()) {
            rest.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // what counts has come; the connection is not used again
            abort();
        }
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
        if (failure != null) {
            throw failure;
        }
        return Optional.ofNullable(response).orElseThrow();
    }

    @Override
    public void abort() {
        if (response != null) {
            response.responseBody().ifPresent(AbortableInputStream::abort);
        }
    }
}
