package dev.caravan.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelativePathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "../a",
                "a/..",
                "a/../b",
                "a/./b",
                "a/../../b",
                "a\0b",
                ".caravan",
                ".caravan/index.db",
                "a/.caravan",
                "\ud800",
                "a\udc00b"
            })
    void refusesWhatCannotBeAFileBelowTheFolder(String path) {
        assertThat(PathRules.fault(path)).isPresent();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RelativePath(path))
                .withMessageContaining(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a b",
                "a/b",
                "ü/ß",
                "日本/語",
                "\ud83d\ude00",
                "a\nb",
                "a\tb",
                "\u0019",
                "+%#?&",
                "a\\b",
                "...",
                "..a",
                ".hidden",
                "-",
                "~",
                "${bean:x}",
                "caravan",
                ".caravan2"
            })
    void takesAnyOtherName(String path) {
        assertThat(new RelativePath(path).value()).isEqualTo(path);
    }

    @Test
    void knowsTheLongestNameInBytes() {
        assertThat(PathRules.fault("a".repeat(255))).isEmpty();
        assertThat(PathRules.fault("a".repeat(256))).isPresent();
        assertThat(PathRules.fault("ü".repeat(127))).isEmpty();
        assertThat(PathRules.fault("ü".repeat(128))).isPresent();
    }

    @Test
    void hasANameAParentAndSiblings() {
        RelativePath path = new RelativePath("a/b/c.txt");
        assertThat(path.name()).isEqualTo("c.txt");
        assertThat(path.parent()).contains(new RelativePath("a/b"));
        assertThat(path.sibling("d")).isEqualTo(new RelativePath("a/b/d"));
        assertThat(new RelativePath("a").parent()).isEmpty();
        assertThat(new RelativePath("a").sibling("d")).isEqualTo(new RelativePath("d"));
    }

    @Test
    void sortsAsS3Lists() {
        assertThat(new RelativePath("foo.txt")).isLessThan(new RelativePath("foo/a"));
        assertThat(new RelativePath("\uffee")).isLessThan(new RelativePath("\ud83d\ude00"));
    }

    @Test
    void sortsLikeTheBytesOfItsUtf8Form() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String a = text(random);
            String b = text(random);
            int bytes = Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
            assertThat(Integer.signum(Utf8Order.compare(a, b)))
                    .as("'%s' and '%s', seed %d", a, b, seed)
                    .isEqualTo(Integer.signum(bytes));
        }
    }

    private static String text(Random random) {
        int[] alphabet = {'a', '/', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }
}
