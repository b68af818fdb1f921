package dev.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({"500ms, 500", "0s, 0", "1.5s, 1500", "60s, 60000", "5m, 300000", "1h, 3600000", "30d, 2592000000"})
    void readsDurations(String text, long millis) {
        assertThat(Values.duration(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"10B, 10", "1kB, 1024", "64MB, 67108864", "64MiB, 67108864", "1.5GB, 1610612736", "2TB, 2199023255552"})
    void readsSizes(String text, long bytes) {
        assertThat(Values.size(text)).isEqualTo(bytes);
    }
}
