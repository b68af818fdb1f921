package dev.caravan.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/events.md has each event, with the fields that it has in the JSON log. */
class DocumentedEventsTest {
    private static final Pattern ROW = Pattern.compile(
            "^\\| `([a-z-]+)` \\| [A-Z]+(?: or [A-Z]+)? \\| .+? \\|(?: (`.+`))? \\|$", Pattern.MULTILINE);

    private static Stream<Class<?>> events(Class<?> family) {
        return family.isRecord()
                ? Stream.of(family)
                : Arrays.stream(family.getPermittedSubclasses()).flatMap(DocumentedEventsTest::events);
    }

    private static Stream<String> fields(Class<?> values) {
        return Arrays.stream(values.getRecordComponents()).flatMap(DocumentedEventsTest::fields);
    }

    private static Stream<String> fields(RecordComponent component) {
        String type = component.getGenericType().getTypeName();
        if (component.getType() == PassCounts.class) {
            return fields(PassCounts.class);
        }
        if (component.getType() == Throwable.class || component.getType() == Suggestions.class) {
            return Stream.empty();
        }
        return Stream.of(type.contains("java.time.Duration") ? "seconds" : component.getName());
    }

    @Test
    void thePageHasEachEventAndEachOfItsFields() throws IOException {
        Map<String, String> written = new TreeMap<>();
        ROW.matcher(Files.readString(Path.of("docs/events.md")))
                .results()
                .forEach(row -> written.put(row.group(1), row.group(2) == null ? "" : row.group(2)));
        Map<String, String> real = events(Event.class)
                .collect(Collectors.toMap(
                        event -> HumanFormat.kebab(event.getSimpleName()),
                        event -> fields(event).map(field -> "`" + field + "`").collect(Collectors.joining(", ")),
                        (one, other) -> one,
                        TreeMap::new));
        assertThat(written).isEqualTo(real);
    }
}
