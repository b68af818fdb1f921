package dev.caravan.status;

import java.util.Locale;

/**
 * What a mount is doing.
 *
 * @param reason why it waits or is halted; empty in any other phase
 */
public record MountState(Phase phase, String reason) {
    /** In the order of a pass. */
    public enum Phase {
        STARTING,
        LISTING,
        SCANNING,
        /** What was found is carried over. */
        TRANSFERRING,
        /** Until the next pass. */
        IDLE,
        /** A person wants no further pass for now. */
        PAUSED,
        /** The last pass failed; it is tried again. */
        WAITING,
        /** Nothing is done until a person has looked. */
        HALTED,
        STOPPED
    }

    static MountState of(Phase phase) {
        return new MountState(phase, "");
    }

    @Override
    public String toString() {
        return phase.name().toLowerCase(Locale.ROOT) + (reason.isEmpty() ? "" : ": " + reason);
    }
}
