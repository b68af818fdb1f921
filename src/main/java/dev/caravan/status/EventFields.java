package dev.caravan.status;

import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.RemoteVersion;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened as fields: those of the occurrence, then each component of the event that has a value. */
final class EventFields {
    /** Of each kind of event; asking for them takes longer than reading them. */
    private static final ClassValue<List<RecordComponent>> COMPONENTS = new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
            return List.of(type.getRecordComponents());
        }
    };

    private EventFields() {}

    /** Values are numbers, booleans or text, and a version is an object of these; a duration is a number of {@code seconds}. */
    static Map<String, Object> of(Occurrence occurrence) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (occurrence.mount() != null) {
            fields.put("mount", occurrence.mount().value());
            fields.put("pass", occurrence.pass());
        }
        fields.put("event", HumanFormat.kebab(occurrence.event().getClass().getSimpleName()));
        add(fields, (Record) occurrence.event());
        return fields;
    }

    private static void add(Map<String, Object> fields, Record values) {
        for (RecordComponent component : COMPONENTS.get(values.getClass())) {
            value(values, component).ifPresent(value -> put(fields, component.getName(), value));
        }
    }

    private static void put(Map<String, Object> fields, String name, Object value) {
        if (value instanceof PassCounts counts) {
            add(fields, counts);
        } else if (value instanceof LocalVersion || value instanceof RemoteVersion) {
            Map<String, Object> version = new LinkedHashMap<>();
            add(version, (Record) value);
            fields.put(name, version);
        } else if (value instanceof Duration duration) {
            fields.put("seconds", duration.toMillis() / 1000.0);
        } else if (value instanceof Number || value instanceof Boolean) {
            fields.put(name, value);
        } else if (!(value instanceof Throwable || value instanceof Suggestions)) {
            fields.put(name, value.toString());
        }
    }

    private static Optional<Object> value(Record values, RecordComponent component) {
        try {
            Object value = component.getAccessor().invoke(values);
            return value instanceof Optional<?> optional
                    ? optional.map(present -> (Object) present)
                    : Optional.ofNullable(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
