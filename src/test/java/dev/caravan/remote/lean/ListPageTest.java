package dev.caravan.remote.lean;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListPageTest {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>b</Name>";
    private static final String URL = "<EncodingType>url</EncodingType>";
    private static final String A = "<Contents><Key>p/a</Key><LastModified>2026-11-22T00:00:00.000Z</LastModified>"
            + "<ETag>&quot;abc&quot;</ETag><Size>12</Size><StorageClass>STANDARD</StorageClass></Contents>";
    private static final String B = "<Contents><ETag>\"def-2\"</ETag><Size>0</Size><Owner><ID>me</ID></Owner>"
            + "<Key>p/%C3%BC+b%26</Key></Contents>";
    private static final String TAIL = "<IsTruncated>false</IsTruncated></ListBucketResult>";

    @Test
    void readsWhatStoresUsuallyWrite() {
        ListPage page = read(HEAD + URL + A + "\n  " + B + TAIL);
        assertThat(page.items())
                .extracting(ListPage.Item::key, ListPage.Item::etag, ListPage.Item::size)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("p/a", "abc", 12L),
                        org.assertj.core.groups.Tuple.tuple("p/ü b&", "def-2", 0L));
    }

    @Test
    void leavesOutWhatIsDroppedAndNothingElse() {
        ListPage page = read(HEAD + URL + A + "\n  " + B + TAIL);
        assertThat(text(page.without(List.of()))).isEqualTo(HEAD + URL + A + "\n  " + B + TAIL);
        assertThat(text(page.without(page.items().subList(0, 1)))).isEqualTo(HEAD + URL + "\n  " + B + TAIL);
        assertThat(text(page.without(page.items().subList(1, 2)))).isEqualTo(HEAD + URL + A + "\n  " + TAIL);
        assertThat(text(page.without(page.items()))).isEqualTo(HEAD + URL + "\n  " + TAIL);
    }

    @Test
    void aPageWithoutKeysHasNone() {
        assertThat(read(HEAD + URL + TAIL).items()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                A,
                URL + "<Contents><Key>p/a</Key><Size>12</Size></Contents>",
                URL + "<Contents><Key>p/a</Key><ETag>abc</ETag></Contents>",
                URL + "<Contents><Key>p/a</Key><ETag></ETag><Size>1</Size></Contents>",
                URL + "<Contents><ETag>abc</ETag><Size>1</Size></Contents>",
                URL + "<Contents><Key>p/a&amp;b</Key><ETag>abc</ETag><Size>1</Size></Contents>",
                URL + "<Contents><Key>p/a</Key><ETag>a&lt;</ETag><Size>1</Size></Contents>",
                URL + "<Contents><Key>p/a</Key><ETag>abc</ETag><Size>many</Size></Contents>",
                URL + "<Contents><Key>p/a</Key><ETag>abc</ETag><Size>99999999999999999999</Size></Contents>",
                URL + "<Contents a=\"b\"><Key>p/a</Key><ETag>abc</ETag><Size>1</Size></Contents>",
                URL + "<!-- <Contents><Key>p/a</Key><ETag>abc</ETag><Size>1</Size></Contents> -->",
                URL + "<Contents><Key><![CDATA[p/a]]></Key><ETag>abc</ETag><Size>1</Size></Contents>",
                URL + "<Contents><Key>p/a</Key><ETag>abc</ETag><Size>1</Size>",
            })
    void leavesWhatIsUnusualToTheSdk(String contents) {
        assertThat(ListPage.read(bytes(HEAD + contents + TAIL))).isEmpty();
    }

    private static ListPage read(String xml) {
        return ListPage.read(bytes(xml)).orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
