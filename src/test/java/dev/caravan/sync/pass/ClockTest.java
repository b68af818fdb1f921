package dev.caravan.sync.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.index.Index;
import dev.caravan.mount.RelativePath;
import dev.caravan.mount.Side;
import dev.caravan.sync.guard.HeldDeletions;
import dev.caravan.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits for a time, with clocks that go and clocks that jump. */
class ClockTest {
    private static final RelativePath A = new RelativePath("a");

    @TempDir
    Path temp;

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-22T00:00:00Z"));
    private Index index;

    @BeforeEach
    void open() throws IOException {
        index = Index.open(temp.resolve("index.db"), () -> {});
    }

    @AfterEach
    void close() {
        index.close();
    }

    private HeldDeletions pass() {
        HeldDeletions held = new HeldDeletions(index.ledger(), Duration.ofMinutes(10), clock);
        held.begin(clock.now);
        return held;
    }

    private boolean mayGo() {
        HeldDeletions held = pass();
        boolean may = held.mayGo(A, Side.REMOTE, Optional.empty(), false);
        held.finish();
        return may;
    }

    @Test
    void aPathMustBeMissingForSoLong() {
        assertThat(mayGo()).isFalse();
        clock.now = clock.now.plus(Duration.ofMinutes(9));
        assertThat(mayGo()).isFalse();
        clock.now = clock.now.plus(Duration.ofMinutes(1));
        assertThat(mayGo()).isTrue();
        assertThat(index.ledger().held().all()).isEmpty();
    }

    @Test
    void aPathThatWasBackWaitsAnew() {
        assertThat(mayGo()).isFalse();
        clock.now = clock.now.plus(Duration.ofMinutes(9));
        pass().finish();
        clock.now = clock.now.plus(Duration.ofMinutes(9));
        assertThat(mayGo()).isFalse();
    }

    @Test
    void aClockThatGoesBackOnlyWaitsLonger() {
        assertThat(mayGo()).isFalse();
        clock.now = clock.now.minus(Duration.ofDays(1));
        assertThat(mayGo()).isFalse();
        clock.now = clock.now.plus(Duration.ofDays(1)).plus(Duration.ofMinutes(10));
        assertThat(mayGo()).isTrue();
    }

    @Test
    void aClockThatJumpedRemovesNoTrash() {
        long[] nanos = {0};
        Housekeeping house = new Housekeeping(null, null, null, clock, () -> nanos[0]);
        assertThat(house.clockJumped()).isFalse();
        clock.now = clock.now.plus(Duration.ofDays(1));
        nanos[0] += Duration.ofDays(1).toNanos();
        assertThat(house.clockJumped()).isFalse();
        clock.now = clock.now.plus(Duration.ofDays(365));
        assertThat(house.clockJumped()).isTrue();
    }
}
