package dev.caravan.simulation;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lives from which files vanish, from seeds that once failed and from fresh ones: see {@link Lives}. */
class DeletionLifeTest {
    private static final int ROUNDS = 6;

    private static final long[] SEEDS = {
        1L,
        2L,
        3L,
        1201700617L,
        802857736L,
        1724330051L,
        564412473L,
        1635595152L,
        1868344329L,
        1534726239L,
        1016275628L,
        1786836297L,
        324063858L,
        845723359L,
        252505707L,
        987881863L,
        1368587196L,
        1440053041L,
        885558630L,
        143551857L,
        1771562581L,
        2067570282L,
        863465057L,
        611215192L,
        1618505655L,
        305085001L,
        1099831874L,
        1133798265L,
        1394836317L
    };

    private Lives lives;

    @BeforeEach
    void begin(@TempDir Path temp) {
        lives = new Lives(temp, ROUNDS, (seed, rounds, space, plain) -> {
            try (DeletionLife life = new DeletionLife(seed, space, plain)) {
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
        lives.fresh("lives with deletions");
    }

    @Test
    void freshSeedsWithoutCamel() throws Exception {
        lives.freshWithoutCamel("lives with deletions");
    }
}
