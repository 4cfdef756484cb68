package io.asyncsqlite;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.asyncsqlite.codec.Codec;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTests {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.asyncsqlite");

    private static final DescribedPredicate<JavaClass> ARE_API = describe("are API", type -> {
        JavaClass outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost.isEquivalentTo(Codec.class)
                || (outermost.getPackageName().equals("io.asyncsqlite")
                        && outermost.getModifiers().contains(JavaModifier.PUBLIC));
    });

    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(new EachPackage()).should().beFreeOfCycles().check(CORE);
    }

    /** One call opens a database; what a row and a builder are made of is not public. */
    @Test
    void apiRefersToNoInternals() {
        noClasses()
                .that(ARE_API)
                .and()
                .doNotHaveFullyQualifiedName(AsyncSqlite.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(Row.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(SqliteOptions.Builder.class.getName())
                .should()
                .dependOnClassesThat(resideInAPackage("io.asyncsqlite..").and(not(ARE_API)))
                .check(CORE);
    }

    @Test
    void coreKnowsNoFramework() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "reactor..", "io.micrometer..")
                .check(CORE);
    }

    @Test
    void onlyTheEnginesKnowJdbc() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.asyncsqlite.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..")
                .check(CORE);
    }

    @Test
    void aTestThatIsSkippedSaysWhy() {
        classes().should(sayWhyTheyAreSkipped()).check(new ClassFileImporter().importPackages("io.asyncsqlite"));
    }

    private static ArchCondition<JavaClass> sayWhyTheyAreSkipped() {
        return new ArchCondition<>("have a reason in each condition of JUnit") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                Stream.concat(
                                item.getAnnotations().stream(),
                                item.getMethods().stream().flatMap(method -> method.getAnnotations().stream()))
                        .filter(annotation ->
                                annotation.getRawType().getPackageName().equals("org.junit.jupiter.api.condition"))
                        .filter(annotation -> annotation.get("disabledReason").equals(Optional.of("")))
                        .forEach(annotation -> events.add(SimpleConditionEvent.violated(
                                annotation, annotation.getDescription() + " has no disabledReason")));
            }
        };
    }

    /** Also the root package, which a pattern such as {@code io.asyncsqlite.(**)} leaves out. */
    private static final class EachPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    }
}
