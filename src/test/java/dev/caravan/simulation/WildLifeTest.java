package dev.caravan.simulation;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wild lives, from seeds that once failed and from fresh ones: see {@link Lives}. */
class WildLifeTest {
    private static final int ROUNDS = 4;

    private Lives lives;

    @BeforeEach
    void begin(@TempDir Path temp) {
        lives = new Lives(temp, ROUNDS, (seed, rounds, space) -> {
            try (WildLife life = new WildLife(seed, space)) {
                life.run(rounds);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1L, 2L, 3L})
    void seedsThatOnceFailed(long seed) throws Exception {
        lives.known(seed);
    }

    @Test
    void freshSeeds() throws Exception {
        lives.fresh("wild lives");
    }
}
