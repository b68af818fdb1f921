package dev.caravan.mount;

import java.util.OptionalLong;

/**
 * What a mount may ask of the network and of its store.
 *
 * @param bandwidth bytes per second, both directions together
 * @param requests per second
 * @param budget requests that cost something, in a day of UTC; empty for as many as it takes
 */
public record Limits(Timetable bandwidth, Timetable requests, OptionalLong budget) {
    public static final Limits NONE = new Limits(Timetable.UNLIMITED, Timetable.UNLIMITED, OptionalLong.empty());
}
