package dev.caravan.config;

import dev.caravan.mount.Timetable;
import dev.caravan.mount.Timetable.Span;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads limits: one for the whole day, or several with their times: {@code 08:00-18:00 10MB/s, 50MB/s}. */
public final class Timetables {
    private static final Pattern ENTRY = Pattern.compile("(?:(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)\\s+)?(\\S+)");
    private static final String UNLIMITED = "unlimited";

    private Timetables() {}

    /** Bytes per second: {@code 10MB/s}. */
    public static Timetable bandwidth(String text) {
        return timetable(text, "10MB/s", limit -> {
            if (!limit.endsWith("/s")) {
                throw new IllegalArgumentException("it does not end with /s");
            }
            return Values.size(limit.substring(0, limit.length() - 2));
        });
    }

    /** Requests per second: {@code 100}. */
    public static Timetable requests(String text) {
        return timetable(text, "100", Values::positive);
    }

    private static Timetable timetable(String text, String example, ToLongFunction<String> limit) {
        List<Span> spans = new ArrayList<>();
        for (String entry : text.split(",", -1)) {
            try {
                spans.add(span(entry.strip(), limit));
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(
                        "is not a limit such as " + example + ", or 08:00-18:00 " + example + ", unlimited", e);
            }
        }
        for (Span span : spans.subList(0, spans.size() - 1)) {
            if (span.from().equals(span.to())) {
                throw new IllegalArgumentException(
                        "has a limit for the whole day before others, which never apply: put it last");
            }
        }
        return new Timetable(List.copyOf(spans), text);
    }

    private static Span span(String entry, ToLongFunction<String> limit) {
        Matcher matcher = ENTRY.matcher(entry);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(entry);
        }
        String from = matcher.group(1);
        LocalTime begin = from == null ? LocalTime.MIDNIGHT : LocalTime.parse(from);
        LocalTime end = from == null ? LocalTime.MIDNIGHT : LocalTime.parse(matcher.group(2));
        String value = matcher.group(3);
        return new Span(begin, end, value.equals(UNLIMITED) ? OptionalLong.empty() : positive(limit, value));
    }

    private static OptionalLong positive(ToLongFunction<String> limit, String value) {
        long number = limit.applyAsLong(value);
        if (number <= 0) {
            throw new IllegalArgumentException("it would let nothing through");
        }
        return OptionalLong.of(number);
    }
}
