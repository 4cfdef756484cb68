package io.asyncsqlite.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.integration.NotesApplication.SeenQueries;
import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.r2dbc.health.ConnectionFactoryHealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.r2dbc.core.DatabaseClient;

/** An application from its start to its end. */
@Timeout(180)
class ApplicationTests {

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void theSchemaIsMadeAndTheFileClosed(Wiring wiring) {
        Path file = directory.resolve("app.db");
        ConnectionFactory factory;
        try (ConfigurableApplicationContext application = wiring.start(file, "")) {
            factory = application.getBean(ConnectionFactory.class);
            assertThat(application.getBean(NoteRepository.class).count().block(SpringSuite.PATIENCE))
                    .isZero();
            assertThat(directory.resolve("app.db-wal")).exists();
        }

        assertThat(file).exists();
        assertThat(directory.resolve("app.db-wal")).doesNotExist();
        assertThatThrownBy(() -> DatabaseClient.create(unwrapped(factory))
                        .sql("SELECT 1")
                        .then()
                        .block(SpringSuite.PATIENCE))
                .hasRootCauseInstanceOf(io.r2dbc.spi.R2dbcNonTransientResourceException.class);
    }

    @ParameterizedTest
    @EnumSource
    void itsHealthIsTold(Wiring wiring) {
        try (ConfigurableApplicationContext application = wiring.start(directory.resolve("healthy.db"), "")) {
            ConnectionFactoryHealthIndicator indicator =
                    new ConnectionFactoryHealthIndicator(application.getBean(ConnectionFactory.class));

            var health = indicator.health().block(SpringSuite.PATIENCE);

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails()).containsEntry("database", "SQLite");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNextStartFindsWhatWasWritten(Wiring wiring) {
        Path file = directory.resolve("kept.db");
        try (ConfigurableApplicationContext application = wiring.start(file, "")) {
            application.getBean(NoteRepository.class).save(Note.of("kept")).block(SpringSuite.PATIENCE);
        }

        // Another option of the same file: nothing of the first application is left.
        try (ConfigurableApplicationContext application = wiring.start(file, "?synchronous=NORMAL")) {
            assertThat(application
                            .getBean(NoteRepository.class)
                            .findByTitle("kept")
                            .blockFirst(SpringSuite.PATIENCE))
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"PROXY", "PROXY_AND_POOL"})
    void aProxySeesTheStatements(Wiring wiring) {
        try (ConfigurableApplicationContext application = wiring.start(directory.resolve("seen.db"), "")) {
            SeenQueries seen = application.getBean(SeenQueries.class);
            int before = seen.count.get();

            application.getBean(NoteRepository.class).count().block(SpringSuite.PATIENCE);

            assertThat(seen.count.get()).isGreaterThan(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatCannotBeOpenedFailsTheStart(Wiring wiring) throws Exception {
        Path file = directory.resolve("not-a-database.db");
        Files.writeString(
                file, "This is a text and certainly no database at all, which SQLite tells by the first page.");

        assertThatThrownBy(() -> wiring.start(file, "").close()).hasStackTraceContaining("not a database");
    }

    @Test
    void aPoolMayBeInTheUrl() {
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(NotesApplication.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.r2dbc.url="
                                + Wiring.url(directory.resolve("pooled.db")).replace("r2dbc:", "r2dbc:pool:"),
                        "spring.sql.init.mode=always",
                        "spring.main.banner-mode=off",
                        "logging.level.root=WARN")
                .run()) {
            NoteRepository notes = application.getBean(NoteRepository.class);

            notes.save(Note.of("a")).then(notes.save(Note.of("b"))).block(SpringSuite.PATIENCE);

            assertThat(notes.count().block(SpringSuite.PATIENCE)).isEqualTo(2);
        }
        assertThat(directory.resolve("pooled.db-wal")).doesNotExist();
    }

    private static ConnectionFactory unwrapped(ConnectionFactory factory) {
        return ((Wrapped<?>) factory).unwrap(SqliteConnectionFactory.class);
    }
}
