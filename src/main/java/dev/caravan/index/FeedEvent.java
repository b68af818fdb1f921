package dev.caravan.index;

import java.time.Instant;

/**
 * Something that happened to a mount, as the feed keeps it.
 *
 * @param id rises from event to event, over all mounts of a program and from one start to the next
 * @param pass the number of the pass since that start, from 1; 0 before the first
 * @param level DEBUG, INFO, WARN or ERROR
 * @param event its name, as docs/events.md lists it
 * @param path the path that it concerns; empty if it concerns the mount as a whole
 * @param text what the log says of it
 */
public record FeedEvent(long id, Instant time, long pass, String level, String event, String path, String text) {
    /** The same with another id. */
    public FeedEvent withId(long other) {
        return new FeedEvent(other, time, pass, level, event, path, text);
    }
}
