package dev.caravan.simulation;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lives in which cards are swapped, from seeds that once failed and from fresh ones: see {@link Lives}. */
class CardLifeTest {
    private static final int ROUNDS = 6;

    private static final long[] SEEDS = {
        1L, 2L, 3L, 737072406L, 921842336L, 362128786L, 1359246420L, 1174232574L, 363848905L, 1387019920L, 1273907256L
    };

    private Lives lives;

    @BeforeEach
    void begin(@TempDir Path temp) {
        lives = new Lives(temp, ROUNDS, (seed, rounds, space, plain) -> {
            try (CardLife life = new CardLife(seed, space, plain)) {
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

    @Test
    void freshSeedsWithoutCamel() throws Exception {
        lives.freshWithoutCamel("lives with cards");
    }
}
