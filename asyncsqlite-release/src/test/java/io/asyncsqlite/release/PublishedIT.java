package io.asyncsqlite.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

/** What is published is complete, as Maven Central asks for it. */
class PublishedIT {

    @Test
    void theBomManagesEveryOtherArtifact() {
        Document bom = Published.all().stream()
                .filter(artifact -> artifact.artifactId().equals("asyncsqlite-bom"))
                .findFirst()
                .orElseThrow()
                .pom();

        assertThat(Published.texts(bom, "/project/dependencyManagement/dependencies/dependency/artifactId"))
                .hasSizeGreaterThan(3)
                .containsExactlyInAnyOrderElementsOf(
                        Published.jars().stream().map(Published::artifactId).toList());
        assertThat(Published.texts(bom, "/project/dependencyManagement/dependencies/dependency/version"))
                .containsOnly("${project.version}");
    }

    @ParameterizedTest
    @MethodSource("io.asyncsqlite.release.Published#all")
    void thePomHasWhatMavenCentralAsksFor(Published artifact) {
        Document pom = artifact.pom();

        for (String element : List.of(
                "name",
                "description",
                "url",
                "licenses/license/url",
                "developers/developer/name",
                "scm/connection",
                "scm/developerConnection",
                "scm/url")) {
            assertThat(Published.text(pom, "/project/" + element)).as(element).isNotBlank();
        }
        assertThat(Published.text(pom, "/project/licenses/license/name")).isEqualTo("Apache-2.0");
        assertThat(Published.text(pom, "/project/version")).isEqualTo(artifact.version());
    }

    @ParameterizedTest
    @MethodSource("io.asyncsqlite.release.Published#all")
    void thePomDependsOnNothingOfThisBuild(Published artifact) {
        Document pom = artifact.pom();

        assertThat(Published.texts(pom, "/project/parent | /project/repositories | /project/build"))
                .isEmpty();
        assertThat(Published.texts(pom, "/project/dependencies/dependency[not(version)]"))
                .isEmpty();
        assertThat(Published.texts(pom, "/project/dependencies/dependency[scope='test']"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.asyncsqlite.release.Published#jars")
    void theJarHasItsLicenceAndModule(Published artifact) throws IOException {
        assertThat(entries(artifact.file(".jar"))).contains("META-INF/LICENSE", "module-info.class");
    }

    @ParameterizedTest
    @MethodSource("io.asyncsqlite.release.Published#jars")
    void thereIsAJarOfSources(Published artifact) throws IOException {
        assumeFalse(Boolean.getBoolean("maven.source.skip"), "the build was asked to make none: maven.source.skip");

        assertThat(entries(artifact.file("-sources.jar")))
                .contains("module-info.java")
                .anyMatch(name -> name.endsWith("package-info.java"));
    }

    @ParameterizedTest
    @MethodSource("io.asyncsqlite.release.Published#jars")
    void theJarOfJavadocHasTheApiAlone(Published artifact) throws IOException {
        assumeFalse(Boolean.getBoolean("maven.javadoc.skip"), "the build was asked to make none: maven.javadoc.skip");

        assertThat(entries(artifact.file("-javadoc.jar")))
                .anyMatch(name -> name.endsWith("package-summary.html"))
                .noneMatch(name -> name.contains("/internal/"));
    }

    private static List<String> entries(Path jar) throws IOException {
        try (ZipFile file = new ZipFile(jar.toFile())) {
            return file.stream().map(ZipEntry::getName).toList();
        }
    }
}
