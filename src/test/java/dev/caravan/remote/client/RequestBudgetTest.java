package dev.caravan.remote.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.SettableClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RequestBudgetTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-28T22:00:00Z"));
    private final List<Long> told = new ArrayList<>();

    private RequestBudget budget(long limit) {
        return new RequestBudget(OptionalLong.of(limit), clock, told::add);
    }

    @Test
    void givesWhatADayMaySendAndNoMore() {
        RequestBudget budget = budget(3);
        assertThat(budget.take(S3Operation.DELETE)).as("costs nothing").isTrue();
        assertThat(budget.take(S3Operation.PUT)).isTrue();
        assertThat(budget.take(S3Operation.LIST)).isTrue();
        assertThat(budget.take(S3Operation.HEAD)).isTrue();
        assertThat(budget.waitsUntil()).isEmpty();
        assertThat(budget.take(S3Operation.GET)).isFalse();
        assertThat(budget.take(S3Operation.GET)).isFalse();
        assertThat(budget.take(S3Operation.DELETE))
                .as("nothing goes while nothing can come")
                .isFalse();
        assertThat(told).containsExactly(3L);
        assertThat(budget.waitsUntil()).contains(Instant.parse("2026-11-29T00:00:00Z"));
        clock.now = Instant.parse("2026-11-29T00:00:01Z");
        assertThat(budget.take(S3Operation.GET))
                .as("a pass of which a part was left out does not go on")
                .isFalse();
        budget.beginPass();
        assertThat(budget.waitsUntil()).isEmpty();
        assertThat(budget.take(S3Operation.GET)).isTrue();
    }

    /** No request has to be refused for a pass to know that there is nothing left. */
    @Test
    void tellsAtTheBeginningOfAPassThatNothingIsLeft() {
        RequestBudget budget = budget(1);
        assertThat(budget.take(S3Operation.LIST)).isTrue();
        assertThat(told).isEmpty();
        budget.beginPass();
        budget.beginPass();
        assertThat(told).containsExactly(1L);
        assertThat(budget.isSpent()).isTrue();
    }

    @Test
    void knowsWhatWasSentBeforeAStart() {
        RequestBudget budget = budget(3);
        budget.known(2);
        assertThat(budget.take(S3Operation.GET)).isTrue();
        assertThat(budget.take(S3Operation.GET)).isFalse();
    }

    @Test
    void isNoneUnlessOneIsSet() {
        RequestBudget budget = new RequestBudget(OptionalLong.empty(), clock, told::add);
        for (int i = 0; i < 1_000; i++) {
            assertThat(budget.take(S3Operation.PUT)).isTrue();
        }
    }
}
