package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Packages use each other as the table in CONTRIBUTING.md says, and none is left out there. */
class HousePlanTest {
    /** What a room says that may use each one below it, and need not name them. */
    private static final String ALL = "all above";

    private static final Pattern ROW = Pattern.compile("\\| `([\\w.]+)` \\| [^|]+ \\| ([^|]+) \\|");
    private static final Pattern NAME = Pattern.compile("`([\\w.]+)`");
    private static final String ROOT = "dev.caravan.";

    private static Map<String, Set<String>> plan() throws IOException {
        Map<String, Set<String>> plan = new LinkedHashMap<>();
        Matcher rows = ROW.matcher(Files.readString(Path.of("CONTRIBUTING.md")));
        while (rows.find()) {
            Set<String> allowed = rows.group(2).startsWith(ALL)
                    ? Set.of(ALL)
                    : NAME.matcher(rows.group(2))
                            .results()
                            .map(name -> name.group(1))
                            .collect(Collectors.toCollection(TreeSet::new));
            plan.put(rows.group(1), allowed);
        }
        return plan;
    }

    /** The names of the package that a class lies in, below the root; none in the root itself. */
    private static List<String> names(JavaClass type) {
        String name = type.getPackageName();
        return name.startsWith(ROOT) ? List.of(name.substring(ROOT.length()).split("\\.", -1)) : List.of();
    }

    /** Adds that one room uses another: two rooms of the house, or two of the same room. */
    private static void add(Map<String, Set<String>> used, List<String> from, List<String> to) {
        if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
            return;
        }
        boolean same = from.get(0).equals(to.get(0));
        if (!same || (from.size() > 1 && to.size() > 1)) {
            used.computeIfAbsent(same ? String.join(".", from) : from.get(0), unused -> new TreeSet<>())
                    .add(same ? String.join(".", to) : to.get(0));
        }
    }

    @Test
    void packagesUseWhatThePlanAllowsAndNothingElse() throws IOException {
        Map<String, Set<String>> used = new TreeMap<>();
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.caravan")
                .forEach(type -> type.getDirectDependenciesFromSelf()
                        .forEach(dependency -> add(used, names(type), names(dependency.getTargetClass()))));
        Map<String, Set<String>> plan = plan();
        assertThat(plan.keySet()).containsAll(used.keySet());
        Set<String> above = new TreeSet<>();
        plan.forEach((room, allowed) -> {
            Set<String> real = used.getOrDefault(room, Set.of());
            if (allowed.contains(ALL)) {
                assertThat(above).as("what %s may use", room).containsAll(real);
            } else {
                assertThat(real).as("what %s uses, and is said to use", room).isEqualTo(allowed);
            }
            above.add(room);
        });
    }
}
