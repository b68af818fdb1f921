package dev.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.caravan.mount.Timetable;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimetablesTest {
    private static final long MIB = 1 << 20;

    @Test
    void oneLimitHoldsAllDay() {
        Timetable all = Timetables.bandwidth("10MB/s");
        assertThat(all.at(LocalTime.MIDNIGHT)).hasValue(10 * MIB);
        assertThat(all.at(LocalTime.NOON)).hasValue(10 * MIB);
        assertThat(all).hasToString("10MB/s");
        assertThat(Timetables.requests("unlimited").at(LocalTime.NOON)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"07:59, 50", "08:00, 10", "17:59, 10", "18:00, 50", "21:59, 50", "22:00, 0", "00:00, 0", "05:59, 0"})
    void theFirstSpanThatHoldsTheTimeCounts(String time, long expected) {
        Timetable day = Timetables.bandwidth("08:00-18:00 10MB/s, 22:00-06:00 unlimited, 50MB/s");
        assertThat(day.at(LocalTime.parse(time)).orElse(0)).isEqualTo(expected * MIB);
    }

    @Test
    void outsideAllSpansThereIsNoLimit() {
        assertThat(Timetables.requests("08:00-18:00 100").at(LocalTime.parse("19:00")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10MB", "0B/s", "-1MB/s", "fast", "25:00-26:00 1MB/s", "08:00 1MB/s", "1MB/s,", "1MB/s 2MB/s"
            })
    void refusesWhatIsNoBandwidth(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timetables.bandwidth(text))
                .withMessage("is not a limit such as 10MB/s, or 08:00-18:00 10MB/s, unlimited");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "10/s", "1.5", "-3"})
    void refusesWhatIsNoNumberOfRequests(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Timetables.requests(text));
    }
}
