package dev.caravan.mount;

import java.time.LocalTime;
import java.util.List;
import java.util.OptionalLong;

/**
 * A limit per second that depends on the time of day.
 *
 * @param spans the first that holds a time counts; outside all of them there is no limit
 * @param text as it was written
 */
public record Timetable(List<Span> spans, String text) {
    public static final Timetable UNLIMITED = new Timetable(List.of(), "unlimited");

    /**
     * A part of the day.
     *
     * @param to the end, not part of it; before {@code from} where midnight lies between, equal to it for the whole day
     * @param limit per second; empty for none
     */
    public record Span(LocalTime from, LocalTime to, OptionalLong limit) {
        boolean holds(LocalTime time) {
            boolean begun = !time.isBefore(from);
            boolean over = !time.isBefore(to);
            return from.isBefore(to) ? begun && !over : begun || !over;
        }
    }

    /** The limit at a time of day. */
    public OptionalLong at(LocalTime time) {
        return spans.stream()
                .filter(span -> span.holds(time))
                .findFirst()
                .map(Span::limit)
                .orElse(OptionalLong.empty());
    }

    @Override
    public String toString() {
        return text;
    }
}
