package dev.caravan.camel;

import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.MountName;
import dev.caravan.status.PassOutcome;
import dev.caravan.sync.pass.Pauses;
import dev.caravan.transfer.Decision;
import java.time.Clock;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How a run of Caravan differs from running on and on with every mount.
 *
 * @param once whether each mount gets one pass only
 * @param only the mounts to run; all where empty
 * @param initialSource the winner of a first run, over what the settings and the index say; null to leave it to them
 * @param ended is told of the end of each pass
 * @param alone whether Caravan is the program, and not part of another application
 * @param configuration what it was started with, as a line tells; empty for nothing to tell
 * @param options of the command line that a command needs to find the same settings, with a blank before
 * @param clock that passes go by
 * @param pauses after failures
 * @param allowed which decisions of which mount may be carried out
 */
public record RunOptions(
        boolean once,
        Set<String> only,
        @Nullable InitialDirection initialSource,
        BiConsumer<MountName, PassOutcome> ended,
        boolean alone,
        String configuration,
        String options,
        Clock clock,
        Pauses pauses,
        BiPredicate<MountName, Decision> allowed) {
    public static final RunOptions STANDARD = new RunOptions(
            false,
            Set.of(),
            null,
            (mount, outcome) -> {},
            false,
            "",
            "",
            Clock.systemUTC(),
            Pauses.USUAL,
            RunOptions::all);

    /** Those of the program, by the clock of the machine. */
    public static RunOptions ofProgram(
            boolean once,
            Set<String> only,
            @Nullable InitialDirection initialSource,
            BiConsumer<MountName, PassOutcome> ended,
            String configuration,
            String options,
            BiPredicate<MountName, Decision> allowed) {
        return new RunOptions(
                once,
                only,
                initialSource,
                ended,
                true,
                configuration,
                options,
                Clock.systemUTC(),
                Pauses.USUAL,
                allowed);
    }

    public RunOptions(
            boolean once,
            Set<String> only,
            @Nullable InitialDirection initialSource,
            BiConsumer<MountName, PassOutcome> ended,
            Clock clock,
            Pauses pauses) {
        this(once, only, initialSource, ended, true, "", "", clock, pauses, RunOptions::all);
    }

    private static boolean all(MountName mount, Decision decision) {
        return true;
    }
}
