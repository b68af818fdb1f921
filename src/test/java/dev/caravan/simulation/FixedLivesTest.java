package dev.caravan.simulation;

import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lives that are the same in each run, without Camel: what mutation tests of the cycle are run with, as
 * docs/mutations.md says. {@code -Dcaravan.lives} says how many there are of each kind.
 */
class FixedLivesTest {
    @TempDir
    private Path temp;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("caravan.lives", 2));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void simulation(long seed) throws Exception {
        try (Simulation life = new Simulation(seed, temp, true)) {
            life.run(4);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void wildLife(long seed) throws Exception {
        try (WildLife life = new WildLife(seed, temp, true)) {
            life.run(4);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void deletionLife(long seed) throws Exception {
        try (DeletionLife life = new DeletionLife(seed, temp, true)) {
            life.run(5);
        }
    }
}
