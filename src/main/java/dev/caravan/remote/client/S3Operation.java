package dev.caravan.remote.client;

import java.util.Locale;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** What a request does, as far as its price goes. */
public enum S3Operation {
    PUT(Price.WRITE),
    COPY(Price.WRITE),
    MULTIPART(Price.WRITE),
    LIST(Price.WRITE),
    GET(Price.READ),
    HEAD(Price.READ),
    DELETE(Price.FREE);

    /** The classes that S3 has prices for: its price list calls the first two "PUT, COPY, POST, LIST" and "GET, and all others". */
    public enum Price {
        WRITE,
        READ,
        FREE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Price price;

    S3Operation(Price price) {
        this.price = price;
    }

    public Price price() {
        return price;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static S3Operation of(SdkHttpRequest request) {
        boolean parts = has(request, "uploads") || has(request, "uploadId");
        SdkHttpMethod method = request.method();
        if (method == SdkHttpMethod.DELETE) {
            return DELETE;
        }
        if (method == SdkHttpMethod.PUT || method == SdkHttpMethod.POST) {
            if (request.firstMatchingHeader("x-amz-copy-source").isPresent()) {
                return COPY;
            }
            return parts ? MULTIPART : PUT;
        }
        if (method == SdkHttpMethod.HEAD) {
            return HEAD;
        }
        return parts || lists(request) ? LIST : GET;
    }

    /** The lists of objects and of versions; what is asked of a bucket's settings costs like a GET. */
    private static boolean lists(SdkHttpRequest request) {
        return has(request, "list-type")
                || has(request, "prefix")
                || has(request, "encoding-type")
                || has(request, "versions");
    }

    /** Such as {@code ?uploads}, which has no value. */
    private static boolean has(SdkHttpRequest request, String parameter) {
        return request.rawQueryParameters().containsKey(parameter);
    }
}
