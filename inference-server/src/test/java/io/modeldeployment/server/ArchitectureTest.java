package io.modeldeployment.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.modeldeployment.server.text.HuggingFaceTextTokenizer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The rooms of the server and the doors between them. */
class ArchitectureTest {
    private static final String ROOT = "io.modeldeployment.server";
    private static final JavaClasses SERVER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    private static String[] rooms(String... names) {
        return Arrays.stream(names).map(name -> ROOT + "." + name + "..").toArray(String[]::new);
    }

    private static void holds(ArchRule rule) {
        rule.check(SERVER);
    }

    @Test
    void springStaysAtTheHttpSide() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages(rooms("web", "health", "management", "config"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "jakarta.servlet..", "org.apache.catalina.."));
    }

    @Test
    void theEngineStaysBehindItsDoors() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages(rooms("backend.djl", "train"))
                .and()
                .areNotAssignableTo(HuggingFaceTextTokenizer.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl.."));
    }

    @Test
    void batchingKnowsNoModelNoTextAndNoMetrics() {
        holds(classes()
                .that()
                .resideInAPackage(ROOT + ".batch..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", ROOT + ".batch..", ROOT + ".backend"));
    }

    @Test
    void scoringAndPackingArePure() {
        holds(classes()
                .that()
                .resideInAnyPackage(ROOT + ".scoring..", ROOT + ".backend")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", ROOT + ".scoring..", ROOT + ".backend"));
    }

    @Test
    void tracingStaysBehindItsDoor() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages(rooms("observe.otel"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.opentelemetry.."));
    }

    @Test
    void redisStaysWhereItIsAskedFor() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages(rooms("redis", "cache", "ratelimit"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lettuce..", "io.github.bucket4j.."));
    }

    @Test
    void theStoreIsFilesAndTheAwsSdkStaysWhereItIsAskedFor() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackages(rooms("store.s3"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("software.amazon.."));
        holds(classes()
                .that()
                .resideInAPackage(ROOT + ".store")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.jspecify..",
                        "tools.jackson..",
                        "org.apache.commons.compress..",
                        ROOT + ".store",
                        ROOT + ".model"));
    }

    @Test
    void nothingInsideKnowsTheCommandLineOrTheWeb() {
        holds(noClasses()
                .that()
                .resideInAnyPackage(rooms(
                        "model",
                        "backend",
                        "batch",
                        "text",
                        "scoring",
                        "inference",
                        "gpu",
                        "observe",
                        "cache",
                        "redis",
                        "ratelimit",
                        "store"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(rooms("config", "web", "health", "management", "train")));
    }

    @Test
    void packagesHaveNoCycles() {
        holds(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
    }

    @Test
    void namesSayWhatAClassIsFor() {
        holds(noClasses().should().haveSimpleNameEndingWith("Utils"));
        holds(noClasses().should().haveSimpleNameEndingWith("Helper"));
        holds(noClasses().should().haveSimpleNameEndingWith("Manager"));
    }
}
