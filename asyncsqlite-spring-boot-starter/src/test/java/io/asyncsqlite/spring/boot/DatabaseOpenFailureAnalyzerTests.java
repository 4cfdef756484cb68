package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.SqliteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@Timeout(60)
class DatabaseOpenFailureAnalyzerTests {

    @TempDir
    private Path directory;

    @Test
    void aMissingDirectoryIsToBeCreated() {
        FailureAnalysis analysis = analyze(directory.resolve("missing").resolve("app.db"));

        assertThat(analysis.getDescription()).contains("missing").contains("the directory does not exist");
        assertThat(analysis.getAction()).contains("'asyncsqlite.path'").contains("directory that exists");
    }

    @Test
    void aFileThatIsNoDatabaseIsToBeMovedAway() throws IOException {
        Path file = Files.writeString(directory.resolve("text.db"), "no database, ".repeat(100));

        FailureAnalysis analysis = analyze(file);

        assertThat(analysis.getDescription()).contains(file.toString()).contains("SQLITE_NOTADB");
        assertThat(analysis.getAction()).contains("move the file away");
    }

    @Test
    void aFileThatCannotBeCreatedNeedsAccess() {
        // Too long a name: a refusal that the superuser gets too.
        FailureAnalysis analysis = analyze(directory.resolve("x".repeat(300)));

        assertThat(analysis.getDescription()).contains("cannot be created");
        assertThat(analysis.getAction()).contains("read and write the file and its directory");
    }

    @Test
    void aLockedFileIsToBeReleased() throws SQLException {
        Path file = directory.resolve("locked.db");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA locking_mode=EXCLUSIVE");
            statement.execute("CREATE TABLE t(x)");

            assertThat(analyze(file).getAction()).contains("other process").contains("'asyncsqlite.busy-timeout'");
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void aFailedStartShowsTheAnalysis(CapturedOutput output) {
        SpringApplication application = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties("asyncsqlite.path=" + directory.resolve("missing").resolve("app.db"))
                .build();

        assertThatThrownBy(application::run).hasRootCauseInstanceOf(DatabaseOpenException.class);
        assertThat(output).contains("APPLICATION FAILED TO START").contains("Set 'asyncsqlite.path' to a file");
    }

    private static FailureAnalysis analyze(Path file) {
        DatabaseOpenException failure = catchThrowableOfType(
                DatabaseOpenException.class,
                () -> AsyncSqlite.open(SqliteOptions.file(file)
                                .busyTimeout(Duration.ZERO)
                                .build())
                        .close());
        return new DatabaseOpenFailureAnalyzer().analyze(new IllegalStateException(failure));
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @ImportAutoConfiguration(AsyncSqliteAutoConfiguration.class)
    static class Application {}
}
