package dev.caravan.status;

import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * What has happened, as a value. Whoever wants to know of it listens: the log, the counts of a pass, the problems, and whatever
 * is built next. Nobody writes text to a log but {@link EventLog}.
 */
public sealed interface Event permits PathEvent, MountEvent, ProgramEvent {
    /** INFO: something changed on a side. DEBUG: a decision. WARN: left alone or retried. ERROR: a person is needed. */
    Level level();

    /** In words, to go on behind the name of the mount. */
    String text();

    /** Why, where an exception told; its stack is for whoever asks for details. */
    default @Nullable Throwable cause() {
        return null;
    }
}
