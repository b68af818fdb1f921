package dev.caravan;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import software.amazon.awssdk.services.s3.S3Client;

/** The house plan, kept by the build. */
@AnalyzeClasses(packages = "dev.caravan", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("dev.caravan.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a package that needs another must not be needed by it");

    @ArchTest
    static final ArchRule NO_CYCLES_IN_SYNC = slices().matching("dev.caravan.sync.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a room that needs another must not be needed by it");

    @ArchTest
    static final ArchRule NO_CYCLES_IN_REMOTE = slices().matching("dev.caravan.remote.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a room that needs another must not be needed by it");

    @ArchTest
    static final ArchRule CAMEL = noClasses()
            .that()
            .resideOutsideOfPackage("dev.caravan.camel")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("org.apache.camel..").and(resideOutsideOfPackage("org.apache.camel.util.json")))
            .because("beans are plain objects: only what binds them knows Camel; its JSON is a library of its own");

    @ArchTest
    static final ArchRule STEPS = noClasses()
            .that()
            .resideInAPackage("dev.caravan.camel")
            .and()
            .haveSimpleNameNotStartingWith("MountBeans")
            .should()
            .dependOnClassesThat()
            .haveSimpleName("OpenMount")
            .because("a step names what it uses: only what binds the steps knows the mount as a whole");

    @ArchTest
    static final ArchRule SQL = noClasses()
            .that()
            .resideOutsideOfPackage("dev.caravan.index")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.sql..")
            .because("the index is the only one that is asked what was in step");

    @ArchTest
    static final ArchRule REQUESTS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.caravan.remote..")
            .should()
            .callMethodWhere(
                    com.tngtech.archunit.core.domain.JavaCall.Predicates.target(owner(assignableTo(S3Client.class))))
            .because("every request to a bucket is made in one package, or by Camel's producer");

    @ArchTest
    static final ArchRule DECISIONS = noClasses()
            .that()
            .resideInAPackage("dev.caravan.reconcile")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio..", "java.time..", "org.slf4j..", "software.amazon..")
            .because("the decision is a pure function, so that a table can test it");

    @ArchTest
    static final ArchRule LOG = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.caravan.status.EventLog")
            .should()
            .callMethodWhere(
                    com.tngtech.archunit.core.domain.JavaCall.Predicates.target(owner(type(org.slf4j.Logger.class))))
            .because("what happens is a value, and the log is one listener of it");

    @ArchTest
    static final ArchRule CONSOLE = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("people read the log, and picocli has a console of its own");

    @ArchTest
    static final ArchRule NULL_MARKED = classes()
            .that()
            .haveSimpleName("package-info")
            .should()
            .beAnnotatedWith(org.jspecify.annotations.NullMarked.class)
            .because("NullAway checks only what is marked");
}
