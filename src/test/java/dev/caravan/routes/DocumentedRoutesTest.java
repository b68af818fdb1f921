package dev.caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.Readme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/routes.md says of headers and beans is what the code and the route files have. */
class DocumentedRoutesTest {
    private static final Pattern HEADER =
            Pattern.compile("/\\*\\* Header: (.+?)\\. \\*/\\s+public static final String \\w+ = \"(\\w+)\";");
    private static final Pattern BEAN =
            Pattern.compile("ref: \"caravan-\\{\\{caravanMount}}-([a-z-]+)\"\\s+method: (\\w+)");

    @Test
    void everyHeaderIsListed() throws IOException {
        String source = Files.readString(Path.of("src/main/java/dev/caravan/camel/Headers.java"));
        List<String> rows = HEADER.matcher(source)
                .results()
                .map(header -> "| `" + header.group(2) + "` | " + header.group(1) + " |")
                .toList();
        assertThat(rows).hasSizeGreaterThan(5);
        assertThat(table("headers")).containsExactlyElementsOf(rows);
    }

    @Test
    void everyBeanIsListedWithWhatRoutesCall() throws IOException {
        Map<String, Set<String>> called = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("routes"))) {
            for (Path file : files.toList()) {
                BEAN.matcher(Files.readString(file))
                        .results()
                        .forEach(bean -> called.computeIfAbsent(bean.group(1), name -> new TreeSet<>())
                                .add(bean.group(2)));
            }
        }
        List<String> rows = called.entrySet().stream()
                .map(bean -> "| `" + bean.getKey() + "` | "
                        + bean.getValue().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "))
                        + " |")
                .toList();
        assertThat(table("beans")).containsExactlyElementsOf(rows);
    }

    private static List<String> table(String name) throws IOException {
        return Readme.read()
                .text()
                .split("<!-- /?" + name + " -->", -1)[1]
                .lines()
                .filter(line -> line.startsWith("| `"))
                .toList();
    }
}
