package dev.caravan.status;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes the log: a line for each event, beginning with the name of its mount, with every value as a field beside it. */
final class EventLog implements EventListener {
    private static final Logger LOG = LoggerFactory.getLogger("dev.caravan");

    @Override
    public void on(Occurrence occurrence) {
        Event event = occurrence.event();
        String mount = occurrence.mount() == null ? "" : occurrence.mount() + " - ";
        if (LOG.isEnabledForLevel(event.level())) {
            LoggingEventBuilder line = LOG.atLevel(event.level());
            for (Map.Entry<String, Object> field : EventFields.of(occurrence).entrySet()) {
                line = line.addKeyValue(field.getKey(), field.getValue());
            }
            line.log(mount + event.text());
        }
        Throwable cause = event.cause();
        if (cause != null) {
            // the stack, for whoever asked for details
            LOG.debug("{}{}", mount, cause.toString(), cause);
        }
    }
}
