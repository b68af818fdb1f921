package dev.caravan.simulation;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lives of mounts, from seeds that once failed and from fresh ones: see {@link Lives}. */
class SimulationTest {
    private static final int ROUNDS = 5;

    private static final long[] SEEDS = {
        1L,
        2033183969L,
        1049232011L,
        165872291L,
        1952727085L,
        1534467597L,
        2077024616L,
        1510971959L,
        520486549L,
        379474034L,
        1650263950L,
        876908231L,
        746368299L
    };

    private Lives lives;

    @BeforeEach
    void begin(@TempDir Path temp) {
        lives = new Lives(temp, ROUNDS, (seed, rounds, space, plain) -> {
            try (Simulation life = new Simulation(seed, space, plain)) {
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
        lives.fresh("lives");
    }

    @Test
    void freshSeedsWithoutCamel() throws Exception {
        lives.freshWithoutCamel("lives");
    }
}
