package dev.caravan.sync.pass;

import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.MountName;
import dev.caravan.transfer.Decision;
import java.time.Clock;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How this run of the program carries out the passes of its mounts.
 *
 * @param initialSource the winner of a first run, if the user named one for this run; null to leave it to the settings
 * @param once whether each mount gets only one pass
 * @param commandOptions the options with which a suggested command finds the same settings, with a leading space
 * @param pauses how long to rest after failures
 * @param allowed which decisions of which mount may be carried out
 */
public record PassOptions(
        @Nullable InitialDirection initialSource,
        boolean once,
        String commandOptions,
        Clock clock,
        Pauses pauses,
        BiPredicate<MountName, Decision> allowed) {
    /** Everything that is decided may be carried out. */
    public PassOptions(
            @Nullable InitialDirection initialSource, boolean once, String commandOptions, Clock clock, Pauses pauses) {
        this(initialSource, once, commandOptions, clock, pauses, (mount, decision) -> true);
    }
}
