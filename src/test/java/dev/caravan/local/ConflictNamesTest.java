package dev.caravan.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.mount.RelativePath;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConflictNamesTest {
    private static final Instant TIME = Instant.parse("2026-11-22T01:02:03Z");

    private final ConflictNames names = new ConflictNames("my.host");

    @Test
    void sayWhenAndWhere() {
        assertThat(names.of(new RelativePath("d/photo.jpg"), TIME, 1))
                .hasToString("d/photo.conflict-20261122-010203-my-host.jpg");
        assertThat(names.of(new RelativePath("README"), TIME, 1))
                .hasToString("README.conflict-20261122-010203-my-host");
        assertThat(names.of(new RelativePath(".bashrc"), TIME, 2))
                .hasToString(".bashrc.conflict-20261122-010203-my-host-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ü", "日", "\ud83d\ude00"})
    void areNeverTooLong(String unit) {
        String longest = unit.repeat(255 / unit.getBytes(StandardCharsets.UTF_8).length);
        RelativePath copy = names.of(new RelativePath(longest), TIME, 1);
        assertThat(copy.value().getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(255);
        assertThat(ConflictNames.isCopy(copy)).isTrue();
        RelativePath extended = names.of(new RelativePath("x".repeat(251) + ".txt"), TIME, 1);
        assertThat(extended.value()).endsWith(".txt");
    }

    @Test
    void areKnown() {
        assertThat(ConflictNames.isCopy(names.of(new RelativePath("d/a\nb.txt"), TIME, 1)))
                .isTrue();
        assertThat(ConflictNames.isCopy(names.of(new RelativePath("a"), TIME, 12)))
                .isTrue();
        assertThat(ConflictNames.isCopy(new RelativePath("a.conflict.txt"))).isFalse();
        assertThat(ConflictNames.isCopy(new RelativePath("a.txt"))).isFalse();
    }
}
