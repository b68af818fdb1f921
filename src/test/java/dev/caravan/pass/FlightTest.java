package dev.caravan.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.mount.RelativePath;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlightTest {
    private final Flight flight = new Flight(() -> false, Pauses.NONE);

    private static Seen path(int number) {
        return Seen.locally(new RelativePath("f" + number));
    }

    @Test
    void aMillionFailuresAreNotKeptInMemory() {
        long again = IntStream.range(0, 1_000_000)
                .filter(number -> flight.again(path(number)))
                .count();
        assertThat(again).isEqualTo(10_000);
        assertThat(flight.followUps()).hasSize(10_000).allMatch(seen -> seen.attempt() == 1);
        assertThat(flight.again(path(1))).isTrue();
    }

    @Test
    void aPathIsTriedFiveTimesInAPass() {
        Seen seen = path(1);
        for (int attempt = 1; attempt < 5; attempt++) {
            assertThat(flight.again(seen)).isTrue();
            seen = flight.followUps().get(0);
            assertThat(seen.attempt()).isEqualTo(attempt);
        }
        assertThat(flight.again(seen)).isFalse();
        assertThat(flight.followUps()).isEmpty();
    }

    @Test
    void aNewPassKnowsNothingOfWhatIsLeftOfTheOneBefore() {
        flight.again(path(1));
        flight.obstructed(path(2));
        flight.begin();
        flight.releaseObstructed();
        assertThat(flight.followUps()).isEmpty();
    }

    @Test
    void whatWasObstructedIsHandedOverOnce() {
        flight.obstructed(path(1));
        flight.releaseObstructed();
        assertThat(flight.followUps()).hasSize(1);
        flight.releaseObstructed();
        assertThat(flight.followUps()).isEmpty();
    }

    @Test
    void whatIsTriedAgainWaitsForWhatIsUnderWay() throws Exception {
        flight.admit();
        flight.again(path(1));
        Thread asking = new Thread(flight::followUps);
        asking.start();
        asking.join(50);
        assertThat(asking.isAlive()).isTrue();
        flight.leave();
        asking.join(5_000);
        assertThat(asking.isAlive()).isFalse();
    }

    @Test
    void whatIsUnderWayIsWaitedFor() throws Exception {
        flight.admit();
        Thread waiting = new Thread(flight::awaitIdle);
        waiting.start();
        waiting.join(50);
        assertThat(waiting.isAlive()).isTrue();
        flight.leave();
        waiting.join(5_000);
        assertThat(waiting.isAlive()).isFalse();
    }

    @Test
    void nothingIsWaitedForOrTriedAgainWhereCaravanStops() {
        Flight stopping = new Flight(() -> true, Pauses.NONE);
        stopping.admit();
        stopping.awaitIdle();
        stopping.again(path(1));
        assertThat(stopping.isStopping()).isTrue();
        assertThat(flight.isStopping()).isFalse();
        assertThat(stopping.followUps()).isEmpty();
    }

    @Test
    void whatWasObstructedIsTriedOnceMoreWhenItsWayMayBeClear() {
        assertThat(flight.obstructed(path(1))).isTrue();
        assertThat(flight.isObstructed(path(1).path())).isTrue();
        assertThat(flight.isObstructed(path(2).path())).isFalse();
        assertThat(flight.followUps()).isEmpty();
        flight.releaseObstructed();
        assertThat(flight.followUps())
                .singleElement()
                .satisfies(seen -> assertThat(flight.obstructed(seen)).isFalse());
        assertThat(flight.obstructed(path(3))).as("released already").isFalse();
        flight.begin();
        assertThat(flight.isObstructed(path(1).path())).isFalse();
        assertThat(flight.obstructed(path(3))).isTrue();
    }
}
