package dev.caravan.sync.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PausesTest {
    @ParameterizedTest
    @CsvSource({"1,50,100", "2,200,400", "3,800,1600"})
    void aPathRestsFourTimesLongerWithEachAttempt(int attempt, long least, long most) {
        for (int i = 0; i < 100; i++) {
            assertThat(Pauses.USUAL.beforeAttempt(attempt).toMillis()).isBetween(least, most);
        }
    }

    @Test
    void theFirstAttemptWaitsForNothing() {
        assertThat(Pauses.USUAL.beforeAttempt(0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,4", "5,16", "6,30", "60,30"})
    void aMountRestsTwiceAsLongWithEachFailureAndHalfAMinuteAtMost(int failures, long seconds) {
        assertThat(Pauses.USUAL.afterPasses(failures)).isEqualTo(Duration.ofSeconds(seconds));
    }

    /** A failure that comes when a pass is written down is not counted yet. */
    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void restsAtLeastOnce(int failures) {
        assertThat(Pauses.USUAL.afterPasses(failures)).isEqualTo(Duration.ofSeconds(1));
    }
}
