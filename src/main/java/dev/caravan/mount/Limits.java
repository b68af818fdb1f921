package dev.caravan.mount;

/**
 * What a mount may ask of the network and of its store.
 *
 * @param bandwidth bytes per second, both directions together
 * @param requests per second
 */
public record Limits(Timetable bandwidth, Timetable requests) {
    public static final Limits NONE = new Limits(Timetable.UNLIMITED, Timetable.UNLIMITED);
}
