package dev.caravan.simulation;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wild lives, from seeds that once failed and from fresh ones: see {@link Lives}. */
class WildLifeTest {
    private static final int ROUNDS = 4;

    private static final long[] SEEDS = {
        1L,
        2L,
        3L,
        1601669932L,
        1153912566L,
        246923870L,
        654711744L,
        1007697227L,
        678583484L,
        2123316606L,
        886485523L,
        1951394445L,
        261482372L,
        606128265L
    };

    private Lives lives;

    @BeforeEach
    void begin(@TempDir Path temp) {
        lives = new Lives(temp, ROUNDS, (seed, rounds, space, plain) -> {
            try (WildLife life = new WildLife(seed, space, plain)) {
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
        lives.fresh("wild lives");
    }

    @Test
    void freshSeedsWithoutCamel() throws Exception {
        lives.freshWithoutCamel("wild lives");
    }
}
