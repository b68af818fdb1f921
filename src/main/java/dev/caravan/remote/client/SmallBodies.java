package dev.caravan.remote.client;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Sends small bodies at once. The SDK has every PUT ask first whether the body is welcome ({@code Expect: 100-continue}):
 * that spares the body of a refused one, and costs each other one the time to the store and back.
 */
final class SmallBodies implements ExecutionInterceptor {
    private static final long SMALL = 1 << 20;

    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        SdkHttpRequest request = context.httpRequest();
        boolean small = request.firstMatchingHeader("Content-Length")
                .map(length -> Long.parseLong(length) <= SMALL)
                .orElse(false);
        return small && request.firstMatchingHeader("Expect").isPresent()
                ? request.toBuilder().removeHeader("Expect").build()
                : request;
    }
}
