package dev.caravan.camel;

import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.MountName;
import dev.caravan.pass.PassOutcome;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How a run of Caravan differs from running on and on with every mount.
 *
 * @param once whether each mount gets one pass only
 * @param only the mounts to run; all where empty
 * @param initialSource the winner of a first run, over what the settings and the index say; null to leave it to them
 * @param ended is told of the end of each pass
 */
public record RunOptions(
        boolean once,
        Set<String> only,
        @Nullable InitialDirection initialSource,
        BiConsumer<MountName, PassOutcome> ended) {
    public static final RunOptions STANDARD = new RunOptions(false, Set.of(), null, (mount, outcome) -> {});
}
