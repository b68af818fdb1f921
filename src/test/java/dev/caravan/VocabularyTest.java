package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One word, one meaning; one name, one type. */
@AnalyzeClasses(packages = "dev.caravan")
class VocabularyTest {
    private static final Pattern WORD = Pattern.compile("<dt>(.+)</dt>\\s+\\*\\s+<dd>(.+)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| \\*\\*(.+?)\\*\\* \\| (.+?) \\|$");

    @ArchTest
    static void simpleNamesAreUnique(JavaClasses classes) {
        Map<String, List<String>> named = classes.stream()
                .filter(type -> !type.isAnonymousClass() && !type.isLocalClass() && !type.isArray())
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName,
                        TreeMap::new,
                        Collectors.mapping(JavaClass::getName, Collectors.toList())));
        List<List<String>> shared = new ArrayList<>(named.values());
        shared.removeIf(types -> types.size() == 1);
        assertThat(shared).as("a reader knows a type by its simple name").isEmpty();
    }

    @Test
    void theGlossaryIsTheSameInTheCodeAndInTheDocs() throws IOException {
        Map<String, String> code = pairs(WORD, Path.of("src/main/java/dev/caravan/package-info.java"));
        assertThat(code).hasSizeGreaterThan(14);
        assertThat(pairs(ROW, Path.of("CONTRIBUTING.md"))).isEqualTo(code);
    }

    private static Map<String, String> pairs(Pattern pattern, Path file) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        Matcher matcher = pattern.matcher(Files.readString(file));
        while (matcher.find()) {
            all.put(matcher.group(1), matcher.group(2));
        }
        return all;
    }
}
