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
}
