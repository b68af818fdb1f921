package dev.caravan.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.mount.RelativePath;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private final InFlight inFlight = new InFlight(() -> false, Pauses.NONE);

    private static Candidate path(int number) {
        return Candidate.locally(new RelativePath("f" + number));
    }

    @Test
    void aMillionFailuresAreNotKeptInMemory() {
        long again = IntStream.range(0, 1_000_000)
                .filter(number -> inFlight.again(path(number)))
                .count();
        assertThat(again).isEqualTo(10_000);
        assertThat(inFlight.followUps()).hasSize(10_000).allMatch(candidate -> candidate.attempt() == 1);
        assertThat(inFlight.again(path(1))).isTrue();
    }

    @Test
    void aPathIsTriedFiveTimesInAPass() {
        Candidate candidate = path(1);
        for (int attempt = 1; attempt < 5; attempt++) {
            assertThat(inFlight.again(candidate)).isTrue();
            candidate = inFlight.followUps().get(0);
            assertThat(candidate.attempt()).isEqualTo(attempt);
        }
        assertThat(inFlight.again(candidate)).isFalse();
        assertThat(inFlight.followUps()).isEmpty();
    }

    @Test
    void aNewPassKnowsNothingOfWhatIsLeftOfTheOneBefore() {
        inFlight.again(path(1));
        inFlight.obstructed(path(2));
        inFlight.begin();
        inFlight.releaseObstructed();
        assertThat(inFlight.followUps()).isEmpty();
    }

    @Test
    void whatWasObstructedIsHandedOverOnce() {
        inFlight.obstructed(path(1));
        inFlight.releaseObstructed();
        assertThat(inFlight.followUps()).hasSize(1);
        inFlight.releaseObstructed();
        assertThat(inFlight.followUps()).isEmpty();
    }

    @Test
    void whatIsTriedAgainWaitsForWhatIsUnderWay() throws Exception {
        inFlight.admit();
        inFlight.again(path(1));
        Thread asking = new Thread(inFlight::followUps);
        asking.start();
        asking.join(50);
        assertThat(asking.isAlive()).isTrue();
        inFlight.leave();
        asking.join(5_000);
        assertThat(asking.isAlive()).isFalse();
    }

    @Test
    void whatIsUnderWayIsWaitedFor() throws Exception {
        inFlight.admit();
        Thread waiting = new Thread(inFlight::awaitIdle);
        waiting.start();
        waiting.join(50);
        assertThat(waiting.isAlive()).isTrue();
        inFlight.leave();
        waiting.join(5_000);
        assertThat(waiting.isAlive()).isFalse();
    }

    @Test
    void nothingIsWaitedForOrTriedAgainWhereCaravanStops() {
        InFlight stopping = new InFlight(() -> true, Pauses.NONE);
        stopping.admit();
        stopping.awaitIdle();
        stopping.again(path(1));
        assertThat(stopping.isStopping()).isTrue();
        assertThat(inFlight.isStopping()).isFalse();
        assertThat(stopping.followUps()).isEmpty();
    }

    @Test
    void whatWasObstructedIsTriedOnceMoreWhenItsWayMayBeClear() {
        assertThat(inFlight.obstructed(path(1))).isTrue();
        assertThat(inFlight.isObstructed(path(1).path())).isTrue();
        assertThat(inFlight.isObstructed(path(2).path())).isFalse();
        assertThat(inFlight.followUps()).isEmpty();
        inFlight.releaseObstructed();
        assertThat(inFlight.followUps())
                .singleElement()
                .satisfies(
                        candidate -> assertThat(inFlight.obstructed(candidate)).isFalse());
        assertThat(inFlight.obstructed(path(3))).as("released already").isFalse();
        inFlight.begin();
        assertThat(inFlight.isObstructed(path(1).path())).isFalse();
        assertThat(inFlight.obstructed(path(3))).isTrue();
    }
}
