package dev.caravan.sync.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.index.Index;
import dev.caravan.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clocks that are wrong when the program starts. */
class PassClockTest {
    private static final Instant TODAY = Instant.parse("2026-11-24T08:00:00Z");

    @TempDir
    Path temp;

    private Index index;

    private final SettableClock wall = new SettableClock(TODAY);

    @BeforeEach
    void open() throws IOException {
        index = Index.open(temp.resolve("index.db"), () -> {});
    }

    @AfterEach
    void close() {
        index.close();
    }

    /** A start of the program at a time. */
    private PassClock start(Instant time) {
        wall.now = time;
        PassClock clock = new PassClock(index, wall, Instant.EPOCH);
        clock.next();
        return clock;
    }

    @Test
    void aClockThatIsWeeksAheadIsDoubted() {
        assertThat(start(TODAY).isDoubtful()).isFalse();
        assertThat(start(TODAY.plus(Duration.ofDays(40))).isDoubtful()).isTrue();
        assertThat(start(TODAY.plus(Duration.ofDays(42))).isDoubtful()).isTrue();
        assertThat(start(TODAY.plusSeconds(60)).isDoubtful())
                .as("set right again")
                .isFalse();
        assertThat(start(TODAY.plus(Duration.ofDays(40))).isDoubtful()).isTrue();
    }

    @Test
    void aMachineThatWasOffForWeeksIsBelievedAfterAnother() {
        start(TODAY);
        Instant back = TODAY.plus(Duration.ofDays(40));
        assertThat(start(back).isDoubtful()).isTrue();
        assertThat(start(back.plus(Duration.ofDays(7))).isDoubtful()).isFalse();
        assertThat(start(back.plus(Duration.ofDays(8))).isDoubtful()).isFalse();
    }

    @Test
    void afterALossOfTheIndexTheTrashKnowsTheTime() {
        wall.now = TODAY.plus(Duration.ofDays(400));
        PassClock clock = new PassClock(index, wall, TODAY);
        clock.next();
        assertThat(clock.isDoubtful()).isTrue();
    }

    @Test
    void anIndexThatWasLostSawNoTimePass() {
        PassClock clock = new PassClock(index, wall, TODAY);
        clock.next();
        assertThat(clock.isDoubtful()).isTrue();
        for (int days = 1; days < 7; days++) {
            assertThat(start(TODAY.plus(Duration.ofDays(days))).isDoubtful()).isTrue();
        }
        assertThat(start(TODAY.plus(Duration.ofDays(7))).isDoubtful()).isFalse();
    }

    @Test
    void aWeekAfterALossIsCountedByTheRightClock() {
        wall.now = TODAY.plus(Duration.ofDays(40));
        new PassClock(index, wall, wall.now).next();
        assertThat(start(TODAY).isDoubtful()).isTrue();
        assertThat(start(TODAY.plus(Duration.ofDays(8))).isDoubtful()).isFalse();
    }

    /** The index was lost, and what lies in the trash was put there by a clock that was ahead, as it is once more. */
    @Test
    void aJumpToWhatTheTrashKnowsProvesNothing() {
        wall.now = TODAY;
        PassClock clock = new PassClock(index, wall, TODAY.plus(Duration.ofDays(400)));
        clock.next();
        assertThat(clock.isDoubtful()).isTrue();
        wall.now = TODAY.plus(Duration.ofDays(400));
        clock.next();
        assertThat(clock.isDoubtful()).isTrue();
        for (int day = 1; day <= 7; day++) {
            wall.now = wall.now.plus(Duration.ofDays(1));
            clock.next();
            assertThat(clock.isDoubtful()).isEqualTo(day < 7);
        }
    }

    @Test
    void eachJumpHasToBeProvedByItself() {
        wall.now = TODAY;
        PassClock clock = new PassClock(index, wall, Instant.EPOCH);
        clock.next();
        for (int jump = 0; jump < 2; jump++) {
            wall.now = wall.now.plus(Duration.ofDays(40));
            clock.next();
            assertThat(clock.isDoubtful()).isTrue();
            wall.now = wall.now.plus(Duration.ofDays(7));
            clock.next();
            assertThat(clock.isDoubtful()).isFalse();
        }
    }

    @Test
    void aClockThatGoesOnDayByDayIsNeverDoubted() {
        wall.now = TODAY;
        PassClock clock = new PassClock(index, wall, Instant.EPOCH);
        for (int day = 0; day < 10; day++) {
            clock.next();
            assertThat(clock.isDoubtful()).isFalse();
            wall.now = wall.now.plus(Duration.ofDays(1));
        }
    }

    @Test
    void nothingIsOldByPassesThatAreAheadOfTheClock() {
        PassClock clock = new PassClock(index, wall, TODAY.plus(Duration.ofDays(40)));
        clock.next();
        assertThat(clock.ago(Duration.ofDays(1))).isEqualTo(TODAY.minus(Duration.ofDays(1)));
    }

    @Test
    void passesOnlyEverGoOn() {
        PassClock clock = new PassClock(index, wall, TODAY.plus(Duration.ofDays(3)));
        Instant first = clock.next();
        wall.now = TODAY.minus(Duration.ofDays(100));
        assertThat(clock.next()).isAfter(first).isAfter(TODAY.plus(Duration.ofDays(3)));
    }

    @Test
    void whatIsPutAsideByAClockThatWasSetBackIsNotOld() {
        start(TODAY);
        wall.now = TODAY.minus(Duration.ofDays(40));
        assertThat(new PassClock(index, wall, Instant.EPOCH).next()).isAfterOrEqualTo(TODAY);
    }
}
