package io.asyncsqlite.r2dbc;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    private static final JavaClasses DRIVER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.asyncsqlite.r2dbc");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.asyncsqlite.(**)").should().beFreeOfCycles().check(DRIVER);
    }

    @Test
    void driverUsesOnlyTextsAndCodecsOfTheCoresInternals() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("io.asyncsqlite.internal..")
                        .and(resideOutsideOfPackages("io.asyncsqlite.internal.sql", "io.asyncsqlite.internal.codec")))
                .check(DRIVER);
    }

    /** A program may have Spring Boot and the driver alone. */
    @Test
    void autoConfigurationRefersNeitherToSpringR2dbcNorToSpringData() {
        noClasses()
                .that()
                .haveNameMatching("io\\.asyncsqlite\\.r2dbc\\.spring\\.Sqlite(|Closer|Opener|R2dbcAutoConfiguration)")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.r2dbc..", "org.springframework.data..")
                .check(DRIVER);
    }

    @Test
    void theDriverKnowsNeitherSpringNorHowSqliteIsCalled() {
        noClasses()
                .that()
                .resideInAPackage("io.asyncsqlite.r2dbc")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..", "java.sql..", "org.sqlite..", "io.asyncsqlite.internal.engine..")
                .check(DRIVER);
    }
}
