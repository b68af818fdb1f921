package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** INVARIANTS.md names tests that exist. */
class InvariantsTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT|Contract))(?:\\.(\\w+))?`");

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        String text = Files.readString(Path.of("INVARIANTS.md"));
        List<MatchResult> named = NAMED.matcher(text).results().toList();
        assertThat(named).hasSizeGreaterThan(30);
        List<String> missing = new ArrayList<>();
        for (MatchResult test : named) {
            String source = source(test.group(1));
            if (test.group(2) == null ? source.isEmpty() : !source.contains("void " + test.group(2) + "(")) {
                missing.add(test.group());
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyPromiseSaysWhatEnforcesIt() throws IOException {
        String text = Files.readString(Path.of("INVARIANTS.md"));
        assertThat(text.split("\n- ", -1))
                .filteredOn(item -> !item.startsWith("#"))
                .allSatisfy(item -> assertThat(item.replaceAll("\\s+", " ")).contains("*Enforced by*"));
    }

    private static String source(String name) throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("src/test/java"))) {
            List<Path> found = all.filter(path -> path.endsWith(name + ".java")).toList();
            return found.isEmpty() ? "" : Files.readString(found.get(0));
        }
    }
}
