package dev.caravan.remote.lean;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.utils.DateUtils;

/**
 * What goes between the SDK's requests and responses and the lines of HTTP, as the SDK's own tables say: where each field
 * lies, and its name there. What these cannot say is left to the SDK.
 */
final class Fields {
    private static final Map<Class<?>, List<Field>> KNOWN = new ConcurrentHashMap<>();

    private Fields() {}

    /** A field that is a header, or several that begin alike, or a parameter; with its name in lower case where it is a header. */
    private record Field(SdkField<?> field, MarshallLocation location, MarshallingType<?> type, String name) {
        boolean isInPath() {
            return location == MarshallLocation.PATH || location == MarshallLocation.GREEDY_PATH;
        }
    }

    /** The headers and parameters of a request, by name. */
    record Lines(Map<String, String> headers, Map<String, String> parameters) {}

    private static List<Field> of(SdkPojo pojo) {
        return KNOWN.computeIfAbsent(pojo.getClass(), type -> {
            List<Field> fields = new ArrayList<>();
            for (SdkField<?> field : pojo.sdkFields()) {
                boolean header = field.location() == MarshallLocation.HEADER;
                String name = header ? field.locationName().toLowerCase(Locale.ROOT) : field.locationName();
                fields.add(new Field(field, field.location(), field.marshallingType(), name));
            }
            return List.copyOf(fields);
        });
    }

    /** What a request says but for its bucket and key; empty where it says something that is only understood by the SDK. */
    static Optional<Lines> lines(SdkPojo request) {
        Lines lines = new Lines(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (Field each : of(request)) {
            Object value = each.field().getValueOrDefault(request);
            boolean isSaid = value != null && !(value instanceof Collection<?> all && all.isEmpty());
            if (isSaid && !each.isInPath() && !isWritten(each, value, lines)) {
                return Optional.empty();
            }
        }
        return Optional.of(lines);
    }

    private static boolean isWritten(Field field, Object value, Lines lines) {
        if (field.location() == MarshallLocation.QUERY_PARAM && isPlain(field.type())) {
            lines.parameters().put(field.name(), value.toString());
            return true;
        }
        if (field.location() != MarshallLocation.HEADER) {
            return false;
        }
        if (field.type() == MarshallingType.MAP) {
            ((Map<?, ?>) value)
                    .forEach((key, each) -> lines.headers()
                            .put(field.name() + key.toString().toLowerCase(Locale.ROOT), String.valueOf(each)));
            return true;
        }
        if (isPlain(field.type())) {
            lines.headers().put(field.name(), value.toString());
            return true;
        }
        return false;
    }

    private static boolean isPlain(MarshallingType<?> type) {
        return type == MarshallingType.STRING || type == MarshallingType.LONG || type == MarshallingType.INTEGER;
    }

    /**
     * Takes the headers of a response over.
     *
     * @throws IllegalArgumentException if one is not what it should be
     */
    static <B extends SdkPojo> B read(SdkHttpResponse response, B builder) {
        for (Field each : of(builder)) {
            if (each.location() != MarshallLocation.HEADER) {
                continue;
            }
            if (each.type() == MarshallingType.MAP) {
                each.field().set(builder, beginning(response, each.name()));
            } else {
                response.firstMatchingHeader(each.name())
                        .ifPresent(text -> each.field().set(builder, value(each, text)));
            }
        }
        return builder;
    }

    private static Map<String, String> beginning(SdkHttpResponse response, String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        response.forEachHeader((name, values) -> {
            if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                found.put(name.substring(prefix.length()), String.join(",", values));
            }
        });
        return found;
    }

    private static Object value(Field field, String text) {
        if (field.type() == MarshallingType.STRING) {
            return text;
        }
        if (field.type() == MarshallingType.LONG) {
            return Long.valueOf(text);
        }
        if (field.type() == MarshallingType.INTEGER) {
            return Integer.valueOf(text);
        }
        if (field.type() == MarshallingType.BOOLEAN) {
            return Boolean.valueOf(text);
        }
        if (field.type() == MarshallingType.INSTANT) {
            return instant(text);
        }
        throw new IllegalArgumentException("A header of this kind is the SDK's to read");
    }

    private static Instant instant(String text) {
        try {
            return DateUtils.parseRfc822Date(text);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
