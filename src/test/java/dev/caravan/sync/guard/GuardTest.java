package dev.caravan.sync.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.mount.DeletionSafety;
import dev.caravan.mount.Side;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {
    private final Guard guard = new Guard(new DeletionSafety(
            50, 10, Duration.ZERO, Duration.ofDays(30), Duration.ofDays(1), 1L << 30, Optional.empty(), 10));

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            nothing is gone                         | true  | true  |    0 |  100 |   0 |   0 |
            a few of many                           | true  | true  |   97 |  100 |   3 |   0 |
            just half                               | true  | true  |   50 |  100 |  50 |   0 |
            more than half                          | true  | true  |   49 |  100 |  51 |   0 | 51 of 100 paths vanished
            more than half, but no more than ten    | true  | true  |    5 |   15 |  10 |   0 |
            more than half of few                   | true  | true  |    1 |    9 |   8 |   0 |
            more than is known any more             | true  | true  |   20 |    5 |  15 |   0 | 15 of 5 paths
            a look that was not complete            | false | true  |   97 |  100 |   3 |   0 | was not complete
            another directory                       | true  | false |   97 |  100 |   3 |   0 | another directory
            a side that is empty                    | true  | true  |    0 |    1 |   1 |   0 | has become empty
            an empty look without deletions         | true  | true  |    0 |  100 |   0 |   0 |
            everything changed                      | true  | true  |   97 |  100 |   3 |  97 | all 100 paths
            almost everything changed               | true  | true  |   97 |  100 |   3 |  96 |
            everything changed, but it is not much  | true  | true  |    5 |    8 |   3 |   5 |
            everything changed, of just ten         | true  | true  |    7 |   10 |   3 |   7 |
            """)
    void holds(
            String name,
            boolean complete,
            boolean samePlace,
            long found,
            long known,
            long gone,
            long modified,
            String why) {
        Optional<String> held =
                guard.holds(Side.REMOTE, new Evidence(complete, samePlace, found, known, gone, modified, 0));
        if (why == null) {
            assertThat(held).isEmpty();
        } else {
            assertThat(held).hasValueSatisfying(reason -> assertThat(reason).contains(why));
        }
    }

    @Test
    void looksBackOverADay() {
        assertThat(guard.holds(Side.LOCAL, new Evidence(true, true, 60, 100, 40, 0, 0)))
                .isEmpty();
        assertThat(guard.holds(Side.LOCAL, new Evidence(true, true, 36, 60, 24, 0, 40)))
                .hasValueSatisfying(why -> assertThat(why).contains("64 of 100 paths vanished", "within 24 hours"));
        assertThat(guard.holds(Side.LOCAL, new Evidence(true, true, 100, 100, 30, 0, 60)))
                .as("as many came as went")
                .hasValueSatisfying(why -> assertThat(why).contains("90 of 160"));
    }
}
