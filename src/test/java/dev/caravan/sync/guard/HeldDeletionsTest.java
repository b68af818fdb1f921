package dev.caravan.sync.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.caravan.index.Held;
import dev.caravan.index.Index;
import dev.caravan.index.Verdict;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From pass to pass: what is held, what lets go of it, and whose word counts. */
class HeldDeletionsTest {
    private static final Optional<String> NOTHING = Optional.empty();
    private static final Optional<String> MUCH = Optional.of("much is gone");
    private static final RelativePath A = new RelativePath("a");
    private static final RelativePath B = new RelativePath("b");

    @TempDir
    Path temp;

    private Index index;
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private Duration deleteAfter = Duration.ZERO;

    @BeforeEach
    void open() throws IOException {
        index = Index.open(temp.resolve("index.db"), () -> {});
    }

    @AfterEach
    void close() {
        index.close();
    }

    private HeldDeletions pass() {
        now = now.plusSeconds(60);
        HeldDeletions held = new HeldDeletions(index.ledger(), deleteAfter, Clock.fixed(now, ZoneOffset.UTC));
        held.begin(now);
        return held;
    }

    /** One that is held for a person, on the remote side. */
    private void holdBoth() {
        HeldDeletions held = pass();
        assertThat(held.mayGo(A, Side.REMOTE, MUCH, true)).isFalse();
        assertThat(held.mayGo(B, Side.REMOTE, MUCH, true)).isFalse();
        held.finish();
    }

    private void decide(Verdict verdict, RelativePath... paths) {
        List<RelativePath> some = List.of(paths);
        index.ledger()
                .held()
                .decide(
                        verdict,
                        index.ledger().held().all().stream()
                                .filter(held -> some.contains(held.path()))
                                .toList());
    }

    @Test
    void whatNothingStopsGoes() {
        HeldDeletions held = pass();
        assertThat(held.hasAny()).isFalse();
        assertThat(held.mayGo(A, Side.LOCAL, NOTHING, false)).isTrue();
        held.finish();
        assertThat(index.ledger().held().all()).isEmpty();
    }

    @Test
    void whatAGuardStopsWaitsForAPersonWhateverBecomesOfItsReason() {
        holdBoth();
        HeldDeletions held = pass();
        assertThat(held.hasAny()).isTrue();
        assertThat(held.isHeld(A, Side.REMOTE)).isTrue();
        assertThat(held.waits(Side.REMOTE)).isTrue();
        assertThat(held.waits(Side.LOCAL)).isFalse();
        assertThat(held.mayGo(A, Side.REMOTE, NOTHING, false)).isFalse();
        held.finish();
        assertThat(index.ledger().held().all())
                .extracting(Held::path, Held::why)
                .containsExactly(tuple(A, "much is gone"));
    }

    @Test
    void whatAloneCouldNotBeSeenGoesByItself() {
        HeldDeletions held = pass();
        assertThat(held.mayGo(A, Side.REMOTE, MUCH, false)).isFalse();
        held.finish();
        assertThat(pass().mayGo(A, Side.REMOTE, NOTHING, false)).isTrue();
    }

    @Test
    void whatIsApprovedGoesAndStaysApprovedUntilItHas() {
        holdBoth();
        decide(Verdict.APPROVED, A);
        HeldDeletions held = pass();
        assertThat(held.isApproved(A, Side.REMOTE)).isTrue();
        assertThat(held.isApproved(B, Side.REMOTE)).isFalse();
        assertThat(held.isHeld(A, Side.REMOTE)).isFalse();
        assertThat(held.mayGo(A, Side.REMOTE, MUCH, true)).isTrue();
        assertThat(held.mayGo(B, Side.REMOTE, MUCH, true)).isFalse();
        held.finish();
        assertThat(pass().isApproved(A, Side.REMOTE)).as("it may have failed").isTrue();
    }

    @Test
    void aVerdictIsForOneSide() {
        holdBoth();
        decide(Verdict.APPROVED, A);
        HeldDeletions held = pass();
        assertThat(held.isApproved(A, Side.LOCAL)).isFalse();
        assertThat(held.mayGo(A, Side.LOCAL, MUCH, true)).isFalse();
        held.finish();
        assertThat(pass().isApproved(A, Side.REMOTE)).isFalse();
    }

    @Test
    void whatIsRejectedStaysSoUntilItsPathIsBack() {
        holdBoth();
        decide(Verdict.REJECTED, A);
        HeldDeletions held = pass();
        assertThat(held.isRejected(A, Side.REMOTE)).isTrue();
        assertThat(held.isRejected(A, Side.LOCAL)).isFalse();
        held.keepVerdict(A);
        held.finish();
        held = pass();
        assertThat(held.isRejected(A, Side.REMOTE)).isTrue();
        held.finish();
        assertThat(pass().isRejected(A, Side.REMOTE)).as("not missing any more").isFalse();
    }

    @Test
    void ofWhatNothingCanBeToldAllStays() {
        holdBoth();
        HeldDeletions held = pass();
        held.keepAsIs(A);
        held.finish();
        assertThat(index.ledger().held().all()).extracting(Held::path).containsExactly(A);
    }

    @Test
    void deleteAfterCountsFromWhenAPathWasMissedFirst() {
        deleteAfter = Duration.ofSeconds(90);
        HeldDeletions held = pass();
        assertThat(held.mayGo(A, Side.REMOTE, NOTHING, false)).isFalse();
        held.finish();
        assertThat(index.ledger().held().all().get(0).why()).startsWith("it waits until 2026-11-22T12:02:30Z");
        held = pass();
        assertThat(held.mayGo(A, Side.REMOTE, NOTHING, false)).isFalse();
        held.finish();
        assertThat(pass().mayGo(A, Side.REMOTE, NOTHING, false)).isTrue();
    }

    @Test
    void manyAreWrittenAsTheyCome() {
        HeldDeletions held = pass();
        for (int i = 0; i < 2_500; i++) {
            held.mayGo(new RelativePath("f" + i), Side.REMOTE, MUCH, true);
        }
        assertThat(index.ledger().held().all()).hasSizeBetween(1_000, 2_500);
        held.finish();
        assertThat(index.ledger().held().all()).hasSize(2_500);
    }
}
