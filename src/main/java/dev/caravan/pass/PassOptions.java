package dev.caravan.pass;

import dev.caravan.mount.InitialDirection;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * How a run of the program wants the passes of its mounts.
 *
 * @param initialSource the winner of a first run, if the user named one for this run; null to leave it to the settings
 * @param once whether each mount gets one pass only
 * @param commandOptions that a command needs to find the same settings, with a blank before
 * @param pauses after failures
 */
public record PassOptions(
        @Nullable InitialDirection initialSource, boolean once, String commandOptions, Clock clock, Pauses pauses) {}
