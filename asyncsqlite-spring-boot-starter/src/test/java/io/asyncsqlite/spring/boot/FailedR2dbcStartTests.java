package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The messages when an application with R2DBC or with several databases does not start: the failure, and what to do. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class FailedR2dbcStartTests {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "r2dbc:sqlite:mem:///x?readers=many | readers must be an integer, was many | remove 'spring.r2dbc.url'",
                "r2dbc:sqlite:mem:///x?readers=0 | readers must be from 1 to 64, was 0 | remove 'spring.r2dbc.url'",
                "r2dbc:sqlite:mem:///x?busyTimeout=5s | busyTimeout must be an ISO-8601 duration | 'spring.r2dbc.url'",
                "r2dbc:sqlite:mem:///x?pragmas=nonsense | pragmas must be a Map | 'spring.r2dbc.url'",
                "r2dbc:sqlite://app.db | three slashes, r2dbc:sqlite:///app.db | 'spring.r2dbc.url'",
                "r2dbc:sqlite:dqlite://h1/app | host 'h1' must have a port | 'spring.r2dbc.url'",
                "r2dbc:sqlite:dqlite://h1:9001/app?journalMode=wal | journalMode is not supported | 'spring.r2dbc.url'",
                "r2dbc:sqlite:dqlite://h1:9001/app | the artifact asyncsqlite-dqlite is not there | Add the artifact"
                        + " io.asyncsqlite:asyncsqlite-dqlite",
                "r2dbc:sqlite:app.db | is no URL of R2DBC | as 'r2dbc:sqlite:///app.db'"
            })
    void anOptionOfTheUrl(String url, String failure, String action, CapturedOutput output) {
        fail("spring.r2dbc.url=" + url);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains(failure)
                .contains(action)
                .doesNotContain("Application run failed");
    }

    @Test
    void aUser(CapturedOutput output) {
        fail("spring.r2dbc.url=r2dbc:sqlite:mem:///x", "spring.r2dbc.username=sa");

        assertThat(output)
                .contains("user is not supported: SQLite has no users")
                .contains("Correct or remove 'spring.r2dbc.username'");
    }

    @Test
    void aUserOfACluster(CapturedOutput output) {
        fail("spring.r2dbc.url=r2dbc:sqlite:dqlite://me:s3cret@h1:9001,h2:9001/app");

        assertThat(output)
                .contains("user is not supported: dqlite has no users")
                .contains("Correct or remove 'spring.r2dbc.url'")
                .doesNotContain("s3cret");
    }

    @Test
    void aUserOfTheBridge(CapturedOutput output) {
        fail("asyncsqlite.in-memory=true", "asyncsqlite.r2dbc.enabled=true", "spring.r2dbc.username=sa");

        assertThat(output).contains("Correct or remove 'spring.r2dbc.username'");
    }

    @Test
    void aPropertyThatIsNoOption(CapturedOutput output) {
        fail("spring.r2dbc.url=r2dbc:sqlite:mem:///x", "spring.r2dbc.properties.synchronous=SOMETIMES");

        assertThat(output)
                .contains("synchronous must be one of [")
                .contains("Correct or remove 'spring.r2dbc.properties.synchronous'");
    }

    @Test
    void aMissingDirectory(CapturedOutput output) {
        fail("spring.r2dbc.url=r2dbc:sqlite:///" + directory.resolve("missing").resolve("app.db"));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("the directory does not exist")
                .contains("'spring.r2dbc.url' is 'r2dbc:sqlite:///")
                .contains("A path from the root has four slashes")
                .doesNotContain("asyncsqlite.path");
    }

    @Test
    void aFileThatIsNoDatabase(CapturedOutput output) throws IOException {
        Path file = Files.writeString(directory.resolve("text.db"), "no database, ".repeat(100));

        fail("spring.r2dbc.url=r2dbc:sqlite:///" + file);

        assertThat(output).contains("SQLITE_NOTADB").contains("move the file away");
    }

    @Test
    void aFileThatIsNoDatabaseAndScripts(CapturedOutput output) throws IOException {
        Path file = Files.writeString(directory.resolve("text.db"), "no database, ".repeat(100));

        fail(
                "spring.r2dbc.url=r2dbc:sqlite:///" + file,
                "spring.sql.init.mode=always",
                "spring.sql.init.schema-locations=classpath:init/schema.sql");

        assertThat(output).contains("SQLITE_NOTADB").contains("move the file away");
    }

    @Test
    void theFileOfTheStarter(CapturedOutput output) {
        Path file = directory.resolve("app.db");
        fail("asyncsqlite.path=" + file, "spring.r2dbc.url=r2dbc:sqlite:///" + file);

        assertThat(output)
                .contains("this program has it open already")
                .contains("remove 'spring.r2dbc.url' and set 'asyncsqlite.r2dbc.enabled=true'");
    }

    @Test
    void aUrlBesideTheBridge(CapturedOutput output) {
        fail(
                "asyncsqlite.in-memory=true",
                "asyncsqlite.r2dbc.enabled=true",
                "spring.r2dbc.url=r2dbc:sqlite:mem:///other");

        assertThat(output)
                .contains("mutually exclusive")
                .contains("spring.r2dbc.url")
                .contains("asyncsqlite.r2dbc.enabled")
                .contains("Update your configuration so that only one");
    }

    @ParameterizedTest
    @CsvSource({
        "asyncsqlite.databases.a.pth, asyncsqlite.databases.a.pth",
        "asyncsqlite.databases.a.busyTimeuot, asyncsqlite.databases.a.busy-timeuot",
        "asyncsqlite.databases.a.init.schemas, asyncsqlite.databases.a.init.schemas"
    })
    void aMisspeltKeyOfADatabase(String key, String shown, CapturedOutput output) {
        fail(key + "=x", "spring.r2dbc.url=r2dbc:sqlite:mem:///x");

        assertThat(output)
                .contains("Property " + shown + " (from ")
                .contains("is unknown: a database has no property of this name, only ")
                .contains("Correct the name of " + shown + ", or remove it.");
    }

    @Test
    void aPathBesideDatabases(CapturedOutput output) {
        fail(
                "asyncsqlite.path=" + directory.resolve("app.db"),
                "asyncsqlite.databases.a.in-memory=true",
                "spring.r2dbc.url=r2dbc:sqlite:mem:///x");

        assertThat(output)
                .contains("mutually exclusive")
                .contains("asyncsqlite.path")
                .contains("asyncsqlite.databases");
    }

    @Test
    void twoDatabasesAndNoneChosen(CapturedOutput output) {
        fail(
                "asyncsqlite.databases.a.in-memory=true",
                "asyncsqlite.databases.b.in-memory=true",
                "asyncsqlite.r2dbc.enabled=true");

        assertThat(output)
                .contains("Property asyncsqlite.r2dbc.database is not set: it must be one of [a, b].")
                .contains("Set asyncsqlite.r2dbc.database.");
    }

    private void fail(String... properties) {
        // The properties of the other tests leave R2DBC and Flyway out.
        String[] arguments = Stream.concat(
                        Stream.of(
                                "spring.autoconfigure.exclude=",
                                "spring.flyway.enabled=false",
                                "spring.liquibase.enabled=false"),
                        Arrays.stream(properties))
                .map(property -> "--" + property)
                .toArray(String[]::new);
        assertThatThrownBy(() -> new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .bannerMode(Banner.Mode.OFF)
                        .properties("spring.application.name=" + directory.resolve("unused"))
                        .run(arguments)
                        .close())
                .isNotNull();
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
