package dev.caravan.sync.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.mount.RelativePath;
import dev.caravan.sync.look.Candidate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryQueueTest {
    private final InFlight inFlight = new InFlight(() -> false, () -> false);
    private final RetryQueue retries = new RetryQueue(inFlight, Pauses.NONE);

    private static Candidate path(int number) {
        return Candidate.locally(new RelativePath("f" + number));
    }

    @Test
    void aMillionFailuresAreNotKeptInMemory() {
        long again = IntStream.range(0, 1_000_000)
                .filter(number -> retries.queueRetry(path(number)))
                .count();
        assertThat(again).isEqualTo(10_000);
        assertThat(retries.awaitFollowUps()).hasSize(10_000).allMatch(candidate -> candidate.attempt() == 1);
        assertThat(retries.queueRetry(path(1))).isTrue();
    }

    @Test
    void aPathIsTriedFiveTimesInAPass() {
        Candidate candidate = path(1);
        for (int attempt = 1; attempt < 5; attempt++) {
            assertThat(retries.queueRetry(candidate)).isTrue();
            candidate = retries.awaitFollowUps().get(0);
            assertThat(candidate.attempt()).isEqualTo(attempt);
        }
        assertThat(retries.queueRetry(candidate)).isFalse();
        assertThat(retries.awaitFollowUps()).isEmpty();
    }

    @Test
    void aNewPassKnowsNothingOfWhatIsLeftOfTheOneBefore() {
        retries.queueRetry(path(1));
        retries.queueAfterDeletions(path(2));
        retries.begin();
        retries.releaseObstructed();
        assertThat(retries.awaitFollowUps()).isEmpty();
    }

    @Test
    void whatWasObstructedIsHandedOverOnce() {
        retries.queueAfterDeletions(path(1));
        retries.releaseObstructed();
        assertThat(retries.awaitFollowUps()).hasSize(1);
        retries.releaseObstructed();
        assertThat(retries.awaitFollowUps()).isEmpty();
    }

    @Test
    void whatIsTriedAgainWaitsForWhatIsUnderWay() throws Exception {
        inFlight.admit();
        retries.queueRetry(path(1));
        Thread asking = new Thread(retries::awaitFollowUps);
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
        InFlight stopping = new InFlight(() -> true, () -> false);
        RetryQueue queue = new RetryQueue(stopping, Pauses.NONE);
        stopping.admit();
        stopping.awaitIdle();
        queue.queueRetry(path(1));
        assertThat(stopping.isStopping()).isTrue();
        assertThat(inFlight.isStopping()).isFalse();
        assertThat(queue.awaitFollowUps()).isEmpty();
    }

    @Test
    void whatWasObstructedIsTriedOnceMoreWhenItsWayMayBeClear() {
        assertThat(retries.queueAfterDeletions(path(1))).isTrue();
        assertThat(retries.isObstructed(path(1).path())).isTrue();
        assertThat(retries.isObstructed(path(2).path())).isFalse();
        assertThat(retries.awaitFollowUps()).isEmpty();
        retries.releaseObstructed();
        assertThat(retries.awaitFollowUps())
                .singleElement()
                .satisfies(candidate ->
                        assertThat(retries.queueAfterDeletions(candidate)).isFalse());
        assertThat(retries.queueAfterDeletions(path(3))).as("released already").isFalse();
        retries.begin();
        assertThat(retries.isObstructed(path(1).path())).isFalse();
        assertThat(retries.queueAfterDeletions(path(3))).isTrue();
    }
}
