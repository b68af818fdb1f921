package dev.caravan.simulation;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lives in which cards are swapped, from seeds that once failed and from fresh ones: see {@link Lives}. */
class CardLifeTest {
    private static final int ROUNDS = 6;

    private static final long[] SEEDS = {1L, 2L, 3L, 4L, 5L, 6L};

    private Lives lives;

    @BeforeEach
    void begin(@TempDir Path temp) {
        lives = new Lives(temp, ROUNDS, (seed, rounds, space) -> {
            try (CardLife life = new CardLife(seed, space)) {
                life.run(rounds);
            }
        });
    }

    @Test
    void seedsThatOnceFailed() throws Exception {
        lives.known(SEEDS);
    }

    @Test
    void freshSeeds() throws Exception {
        lives.fresh("lives with cards");
    }
}
