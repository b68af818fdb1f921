package dev.caravan.status;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Something that happened, as a value. Listeners receive it, such as the log, the counts of a pass, and the problems.
 * Only {@link EventLog} writes text to a log.
 */
public sealed interface Event permits PathEvent, MountEvent, ProgramEvent {
    /** INFO: something changed on a side. DEBUG: a decision. WARN: left alone or retried. ERROR: a person is needed. */
    Level level();

    /** Text for the log, which follows the name of the mount. */
    String text();

    /** The exception behind this, null if there is none. Its stack trace is logged at DEBUG. */
    default @Nullable Throwable cause() {
        return null;
    }
}
