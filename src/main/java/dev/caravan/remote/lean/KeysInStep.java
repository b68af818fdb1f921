package dev.caravan.remote.lean;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Drops the keys of a page that have not changed, all at once, before the SDK reads it. */
public final class KeysInStep implements ExecutionInterceptor {
    public static final ExecutionAttribute<KeyPage> LISTING = new ExecutionAttribute<>("CaravanListing");

    /** Whoever asked for the list. */
    public interface KeyPage {
        /** A page has come, and {@link #meets} is asked for each of its keys: so many, in the page's order. */
        void page(int keys);

        /**
         * What a page says of those behind it; told before {@link #page}.
         *
         * @param more whether there are any
         * @param next behind which key the next page begins; null where the page does not say
         */
        void says(boolean more, @Nullable String next);

        /** Whether a version needs no attention, so that it is left out of the page. */
        boolean meets(String key, String etag, long size);
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        KeyPage listing = attributes.getAttribute(LISTING);
        boolean found = listing != null && context.httpResponse().isSuccessful();
        return found ? context.responseBody().map(body -> filtered(body, listing)) : context.responseBody();
    }

    private static InputStream filtered(InputStream body, KeyPage listing) {
        try (body) {
            byte[] xml = body.readAllBytes();
            Optional<ListPage> page = ListPage.read(xml);
            Predicate<ListPage.Item> settled = settled(xml, page, listing);
            return new ByteArrayInputStream(page.map(read ->
                            read.without(read.items().stream().filter(settled).toList()))
                    .orElse(xml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who asked for a page; null where nobody wants to know of its keys. */
    static @Nullable KeyPage of(SdkRequest request) {
        return request.overrideConfiguration()
                .map(override -> override.executionAttributes().getAttribute(LISTING))
                .orElse(null);
    }

    /**
     * Tells whoever asked for a page that it has come; which of its items need no attention.
     *
     * @param page what could be read of it
     */
    static Predicate<ListPage.Item> settled(byte[] xml, Optional<ListPage> page, KeyPage listing) {
        listing.says(ListPage.saysMore(xml), ListPage.next(xml));
        page.ifPresent(read -> listing.page(read.items().size()));
        return item -> listing.meets(item.key(), item.etag(), item.size());
    }
}
