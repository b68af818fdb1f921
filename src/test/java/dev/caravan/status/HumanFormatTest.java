package dev.caravan.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanFormatTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "41943, 41.9 kB",
        "99949, 99.9 kB",
        "99950, 100 kB",
        "999499, 999 kB",
        "999500, 1.0 MB",
        "1073741824, 1.1 GB",
        "9223372036854775807, 9.2 EB"
    })
    void sizesHaveThreeDigitsAtMost(long bytes, String text) {
        assertThat(HumanFormat.size(bytes)).isEqualTo(text);
    }

    @Test
    void secondsHaveOneDecimal() {
        assertThat(HumanFormat.seconds(Duration.ofMillis(49))).isEqualTo("0.0 s");
        assertThat(HumanFormat.seconds(Duration.ofMillis(51))).isEqualTo("0.1 s");
        assertThat(HumanFormat.seconds(Duration.ofMillis(61_960))).isEqualTo("62.0 s");
    }

    @Test
    void aNameStaysOnItsLine() {
        assertThat(HumanFormat.visible("a\nb\u202ec")).isEqualTo("a\\u000ab\\u202ec");
        assertThat(HumanFormat.visible("été 🎈.txt")).isEqualTo("été 🎈.txt");
        assertThat(HumanFormat.visible("plain.txt")).isEqualTo("plain.txt");
    }
}
