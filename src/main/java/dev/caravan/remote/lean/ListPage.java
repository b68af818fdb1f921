package dev.caravan.remote.lean;

import dev.caravan.mount.RemoteVersion;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The XML of a page of a list, looked at as bytes: nine tenths of what a quiet pass costs would be the SDK making objects
 * of keys that have not changed. Only what every store writes alike is understood; any other page is left to the SDK.
 */
final class ListPage {
    private static final byte[] ROOT = bytes("<ListBucketResult");
    private static final byte[] CONTENTS = bytes("<Contents");
    private static final byte[] END = bytes("</Contents>");
    private static final byte[] KEY = bytes("<Key>");
    private static final byte[] ETAG = bytes("<ETag>");
    private static final byte[] SIZE = bytes("<Size>");
    private static final byte[] MODIFIED = bytes("<LastModified>");
    private static final byte[] STORAGE_CLASS = bytes("<StorageClass>");
    private static final byte[] URL_ENCODED = bytes("<EncodingType>url</EncodingType>");
    private static final byte[] MORE = bytes("<IsTruncated>true</IsTruncated>");
    private static final byte[] NO_MORE = bytes("<IsTruncated>false</IsTruncated>");
    private static final byte[] NEXT = bytes("<NextMarker>");
    private static final byte[] UNUSUAL = bytes("<!");
    private static final int LONGEST_SIZE = 18;
    private static final int TAIL = 100;

    private final byte[] xml;
    private final List<Item> items;
    private final boolean more;
    private final @Nullable String next;

    private ListPage(byte[] xml, List<Item> items) {
        this.xml = xml;
        this.items = items;
        this.more = saysMore(xml);
        this.next = next(xml);
    }

    /** Whether more pages follow. */
    boolean more() {
        return more;
    }

    /** Behind which key the next page begins; null where it does not say. */
    @Nullable
    String next() {
        return next;
    }

    /**
     * An object of the page.
     *
     * @param start where its element begins
     * @param end behind its element
     * @param etag without quotes
     */
    record Item(int start, int end, String key, String etag, long size) {}

    /** Reads a page; empty where it is not written in the usual way. */
    static Optional<ListPage> read(byte[] xml) {
        boolean usual = find(xml, 0, xml.length, URL_ENCODED) >= 0 && find(xml, 0, xml.length, UNUSUAL) < 0;
        if (!usual || !isList(xml)) {
            return Optional.empty();
        }
        List<Item> items = new ArrayList<>();
        int start = find(xml, 0, xml.length, CONTENTS);
        while (start >= 0) {
            int end = find(xml, start, xml.length, END);
            Optional<Item> item = end < 0 ? Optional.empty() : item(xml, start, end + END.length);
            if (item.isEmpty()) {
                return Optional.empty();
            }
            items.add(item.get());
            start = find(xml, end, xml.length, CONTENTS);
        }
        return Optional.of(new ListPage(xml, items));
    }

    /** Whether an answer is a list, whole, which says whether it is all: any other one says nothing of the keys behind. */
    static boolean isList(byte[] xml) {
        return find(xml, 0, xml.length, ROOT) >= 0
                && (saysMore(xml) || find(xml, 0, xml.length, NO_MORE) >= 0)
                && new String(xml, Math.max(0, xml.length - TAIL), Math.min(TAIL, xml.length), StandardCharsets.UTF_8)
                        .stripTrailing()
                        .endsWith("ListBucketResult>");
    }

    /** Whether more pages follow, as a page itself says. */
    static boolean saysMore(byte[] xml) {
        return find(xml, 0, xml.length, MORE) >= 0;
    }

    /** Behind which key the next page begins; null where a page does not say, as most do not. */
    static @Nullable String next(byte[] xml) {
        boolean encoded = find(xml, 0, xml.length, URL_ENCODED) >= 0;
        return text(xml, 0, xml.length, NEXT)
                .filter(next -> encoded && !next.isEmpty() && next.indexOf('&') < 0)
                .map(ListPage::decoded)
                .orElse(null);
    }

    List<Item> items() {
        return items;
    }

    /**
     * Some of its items as the SDK would have read them; empty where one is not written in the usual way.
     *
     * @param wanted of {@link #items}
     */
    Optional<List<S3Object>> objects(List<Item> wanted) {
        List<S3Object> objects = new ArrayList<>(wanted.size());
        for (Item item : wanted) {
            Optional<Instant> modified =
                    text(xml, item.start(), item.end(), MODIFIED).flatMap(ListPage::time);
            if (modified.isEmpty()) {
                return Optional.empty();
            }
            objects.add(S3Object.builder()
                    .key(item.key())
                    .eTag('"' + item.etag() + '"')
                    .size(item.size())
                    .lastModified(modified.get())
                    .storageClass(
                            text(xml, item.start(), item.end(), STORAGE_CLASS).orElse(null))
                    .build());
        }
        return Optional.of(objects);
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The page without some of its items. */
    byte[] without(List<Item> dropped) {
        ByteArrayOutputStream left = new ByteArrayOutputStream(xml.length);
        int from = 0;
        for (Item item : dropped) {
            left.write(xml, from, item.start() - from);
            from = item.end();
        }
        left.write(xml, from, xml.length - from);
        return left.toByteArray();
    }

    private static Optional<Item> item(byte[] xml, int start, int end) {
        boolean plain = xml[start + CONTENTS.length] == '>';
        Optional<String> key = text(xml, start, end, KEY);
        Optional<String> etag = text(xml, start, end, ETAG).map(ListPage::unescaped);
        Optional<String> size = text(xml, start, end, SIZE);
        boolean usual = plain
                && key.isPresent()
                && etag.isPresent()
                && size.isPresent()
                && key.get().indexOf('&') < 0
                && etag.get().indexOf('&') < 0
                && !etag.get().isEmpty()
                && isNumber(size.get());
        return usual
                ? Optional.of(new Item(
                        start, end, decoded(key.get()), RemoteVersion.unquoted(etag.get()), Long.parseLong(size.get())))
                : Optional.empty();
    }

    private static Optional<String> text(byte[] xml, int start, int end, byte[] tag) {
        int at = find(xml, start, end, tag);
        if (at < 0) {
            return Optional.empty();
        }
        int from = at + tag.length;
        int to = from;
        while (to < end && xml[to] != '<') {
            to++;
        }
        return to == end ? Optional.empty() : Optional.of(new String(xml, from, to - from, StandardCharsets.UTF_8));
    }

    private static String unescaped(String etag) {
        return etag.indexOf('&') < 0
                ? etag
                : etag.replace("&quot;", "\"").replace("&#34;", "\"").replace("&#x22;", "\"");
    }

    private static String decoded(String key) {
        return key.indexOf('%') < 0 && key.indexOf('+') < 0 ? key : SdkHttpUtils.urlDecode(key);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_SIZE && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static int find(byte[] xml, int from, int to, byte[] what) {
        for (int i = from; i <= to - what.length; i++) {
            if (xml[i] == '<' && matches(xml, i, what)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] xml, int at, byte[] what) {
        for (int i = 1; i < what.length; i++) {
            if (xml[at + i] != what[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
