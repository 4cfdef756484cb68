package io.asyncsqlite.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The licences of all that the published artifacts bring along, of the bills of materials. */
class LicencesIT {

    private static final Path PAGE = Published.ROOT.resolve("docs/dependencies.md");
    private static final String BEGIN = "<!-- generated:dependencies -->\n";
    private static final String END = "<!-- end -->";

    /** What a program under any licence may use unchanged; of several licences of a library one is enough. */
    private static final Set<String> ALLOWED =
            Set.of("Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "EPL-1.0", "EPL-2.0");

    @BeforeEach
    void billsOfMaterialsAreThere() {
        assumeFalse(Boolean.getBoolean("cyclonedx.skip"), "the build was asked to make none: cyclonedx.skip");
    }

    @Test
    void everyDependencyHasAnAllowedLicence() {
        for (Published artifact : Published.jars()) {
            assertThat(artifact.components())
                    .isNotEmpty()
                    .allSatisfy(component -> assertThat(licences(component))
                            .as("licences of %s in %s", name(component), artifact)
                            .isNotEmpty()
                            .anyMatch(ALLOWED::contains));
        }
    }

    @Test
    void thePageListsEveryDependency() throws IOException {
        String page = Files.readString(PAGE);
        String wanted = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + "\n" + table() + "\n"
                + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, wanted);
        }

        assertThat(Files.readString(PAGE))
                .as(
                        "docs/dependencies.md is written by 'mvn -pl asyncsqlite-release -am verify -DunitTests.skip"
                                + " -Dit.test=LicencesIT -Dfailsafe.failIfNoSpecifiedTests=false -Djvm.profile=-Ddocs.write=true'")
                .isEqualTo(wanted);
    }

    private static String table() {
        Map<String, String> licences = new TreeMap<>();
        Map<String, String> users = new TreeMap<>();
        for (Published artifact : Published.jars()) {
            for (JsonNode component : artifact.components()) {
                licences.put(name(component), String.join(" or ", licences(component)));
                users.merge(
                        name(component),
                        artifact.artifactId().replace("asyncsqlite-", ""),
                        (before, another) -> before + ", " + another);
            }
        }
        return licences.entrySet().stream()
                .map(library -> "| `%s` | %s | %s |\n"
                        .formatted(library.getKey(), library.getValue(), users.get(library.getKey())))
                .collect(Collectors.joining("", "| library | licence | in the bill of |\n|---|---|---|\n", ""));
    }

    private static String name(JsonNode component) {
        return component.path("group").asString() + ":" + component.path("name").asString();
    }

    private static List<String> licences(JsonNode component) {
        return component
                .path("licenses")
                .valueStream()
                .map(licence -> licence.path("license")
                        .path("id")
                        .asString(licence.path("expression").asString("")))
                .filter(licence -> !licence.isEmpty())
                .toList();
    }
}
