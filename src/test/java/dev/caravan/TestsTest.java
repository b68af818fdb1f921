package dev.caravan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** How tests are written here. */
@AnalyzeClasses(packages = "dev.caravan", importOptions = ImportOption.OnlyIncludeTests.class)
class TestsTest {
    @ArchTest
    static final ArchRule NO_FIXED_WAIT = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .because(
                    "a test awaits a condition: a fixed time is too short on a busy machine, and too long on any other");

    @ArchTest
    static final ArchRule NO_SKIPPED_TEST = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.junit.jupiter.api.Disabled")
            .because("a skipped test is a defect, not a step");
}
