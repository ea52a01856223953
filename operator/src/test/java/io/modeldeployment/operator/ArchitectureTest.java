package io.modeldeployment.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom: the rooms and doors of ARCHITECTURE.md. */
class ArchitectureTest {
    private static final String ROOT = "io.modeldeployment.operator";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void theRolloutDecidesWithJavaAlone() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".rollout..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", ROOT + ".rollout..")
                .check(CLASSES);
    }

    @Test
    void recoveryDecidesWithJavaAlone() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".recovery..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", ROOT + ".recovery..")
                .check(CLASSES);
    }

    @Test
    void backupsAreDecidedWithJavaAndTheWordsOfTheApi() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".backup..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "io.modeldeployment.api.v1..", ROOT + ".backup..")
                .check(CLASSES);
    }

    @Test
    void verdictsAreJudgedWithJavaAlone() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".verdict..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", ROOT + ".verdict..")
                .check(CLASSES);
    }

    @Test
    void roomOnNodesIsCountedWithJavaAlone() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".schedule..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", ROOT + ".schedule..")
                .check(CLASSES);
    }

    @Test
    void candidatesAreEvaluatedWithoutAskingAnybody() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".evaluation")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".evaluation.run..")
                .check(CLASSES);
    }

    @Test
    void pureRoomsHaveNoClientNoClockAndNoLogger() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + ".rollout..",
                        ROOT + ".backup..",
                        ROOT + ".verdict..",
                        ROOT + ".recovery..",
                        ROOT + ".schedule..",
                        ROOT + ".evaluation",
                        ROOT + ".storage..",
                        ROOT + ".resources..",
                        ROOT + ".status..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "reach outside",
                        type -> type.getFullName().equals("io.fabric8.kubernetes.client.KubernetesClient")
                                || type.getPackageName().startsWith("io.fabric8.kubernetes.client.dsl")
                                || type.getPackageName().startsWith("java.net")
                                || type.getPackageName().startsWith("java.io")
                                || type.getPackageName().startsWith("org.slf4j")
                                || type.getFullName().equals("java.time.Clock")))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".app..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(CLASSES);
    }

    @Test
    void theFrameworkStaysInReconcileAndApp() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".reconcile..", ROOT + ".app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.javaoperatorsdk..")
                .check(CLASSES);
    }

    @Test
    void nothingKnowsTheApplication() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".app..")
                .check(CLASSES);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .check(CLASSES);
    }
}
