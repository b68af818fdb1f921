package dev.caravan.remote.lean;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;

/** Drops the keys of a page that have not changed, all at once, before the SDK reads it. */
public final class KeysInStep implements ExecutionInterceptor {
    public static final ExecutionAttribute<KeyPage> LISTING = new ExecutionAttribute<>("CaravanListing");

    /** So much of an answer that is no list is told. */
    private static final int SHOWN = 60;

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
        boolean lists = context.request() instanceof ListObjectsRequest
                && context.httpResponse().isSuccessful();
        return lists
                ? Optional.of(filtered(context.responseBody(), attributes.getAttribute(LISTING)))
                : context.responseBody();
    }

    /** @throws SdkClientException where it is no list: the SDK would take a page to log in for an empty one */
    private static InputStream filtered(Optional<InputStream> answer, @Nullable KeyPage listing) {
        try (InputStream body = answer.orElseGet(InputStream::nullInputStream)) {
            byte[] xml = body.readAllBytes();
            if (!ListPage.isList(xml)) {
                throw SdkClientException.create("The store's answer to a list is none: it begins with '"
                        + new String(xml, 0, Math.min(xml.length, SHOWN), StandardCharsets.UTF_8).strip() + "'");
            }
            if (listing == null) {
                return new ByteArrayInputStream(xml);
            }
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
        page.ifPresentOrElse(
                read -> {
                    listing.says(read.more(), read.next());
                    listing.page(read.items().size());
                },
                () -> listing.says(ListPage.saysMore(xml), ListPage.next(xml)));
        return item -> listing.meets(item.key(), item.etag(), item.size());
    }
}
