package io.asyncsqlite;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
                || (Set.of(
                                        "io.asyncsqlite",
                                        "io.asyncsqlite.migration",
                                        "io.asyncsqlite.registry",
                                        "io.asyncsqlite.schema",
                                        "io.asyncsqlite.transfer")
                                .contains(outermost.getPackageName())
                        && outermost.getModifiers().contains(JavaModifier.PUBLIC));
    });

    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(new EachPackage()).should().beFreeOfCycles().check(CORE);
    }

    /** From the ground up: a room refers to rooms on lower floors only, and not to its neighbours. */
    private static final List<Set<String>> FLOORS = List.of(
            Set.of("internal.sql", "internal.log", "internal.option", "codec"),
            Set.of("internal.engine"),
            Set.of("", "internal.codec"),
            Set.of("schema", "internal.failure", "internal.function"),
            Set.of("internal.statement", "internal.concurrent"),
            Set.of("migration", "transfer", "internal.file", "internal.change"),
            Set.of("internal.connection"),
            Set.of("internal.operation"),
            Set.of("internal.worker", "internal.query", "internal.backup", "registry"),
            Set.of("internal.transaction", "internal.live", "internal.maintenance"),
            Set.of("internal.session", "internal.blocking"),
            Set.of("internal"));

    @Test
    void roomsReferToLowerFloorsOnly() {
        classes().should(referToLowerFloorsOnly()).check(CORE);
    }

    private static ArchCondition<JavaClass> referToLowerFloorsOnly() {
        return new ArchCondition<>("refer to rooms on lower floors only") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                int floor = floor(item);
                item.getDirectDependenciesFromSelf().stream()
                        .filter(dependency ->
                                dependency.getTargetClass().getPackageName().startsWith("io.asyncsqlite"))
                        .filter(dependency ->
                                !dependency.getTargetClass().getPackageName().equals(item.getPackageName()))
                        .filter(dependency -> floor(dependency.getTargetClass()) >= floor)
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
            }
        };
    }

    private static int floor(JavaClass type) {
        String room = type.getPackageName().equals("io.asyncsqlite")
                ? ""
                : type.getPackageName().substring("io.asyncsqlite.".length());
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            if (FLOORS.get(floor).contains(room)) {
                return floor;
            }
        }
        throw new AssertionError("No floor has the package " + type.getPackageName());
    }

    @Test
    void apiRefersToNoInternals() {
        noClasses()
                .that(ARE_API)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.asyncsqlite.internal..")
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
                .resideOutsideOfPackage("io.asyncsqlite.internal.engine..")
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
