package dev.caravan.remote.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
            listing.says(ListPage.saysMore(xml), ListPage.next(xml));
            return new ByteArrayInputStream(
                    ListPage.read(xml).map(page -> filtered(page, listing)).orElse(xml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] filtered(ListPage page, KeyPage listing) {
        listing.page(page.items().size());
        List<ListPage.Item> settled = page.items().stream()
                .filter(item -> listing.meets(item.key(), item.etag(), item.size()))
                .toList();
        return page.without(settled);
    }
}
