package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A bean returns the files, and takes precedence over the properties. */
@Timeout(60)
class ConnectionDetailsTests {

    @TempDir
    private Path directory;

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AsyncSqliteAutoConfiguration.class));

    @Test
    void connectionDetailsReplaceThePathOnly() {
        elsewhere(runner)
                .withPropertyValues("asyncsqlite.path=" + directory.resolve("ignored.db"), "asyncsqlite.readers=3")
                .run(context -> {
                    SqliteOptions options = context.getBean(SqliteOptions.class);

                    assertThat(options.file()).isEqualTo(directory.resolve("asyncSqlite.elsewhere"));
                    assertThat(options.readers()).isEqualTo(3);
                    assertThat(directory.resolve("asyncSqlite.elsewhere")).exists();
                    assertThat(directory.resolve("ignored.db")).doesNotExist();
                });
    }

    @Test
    void connectionDetailsReplaceADatabaseInMemory() {
        elsewhere(runner)
                .withPropertyValues("asyncsqlite.in-memory=true")
                .run(context ->
                        assertThat(directory.resolve("asyncSqlite.elsewhere")).exists());
    }

    @Test
    void noFileIsADatabaseInMemory() {
        runner.withBean(AsyncSqliteConnectionDetails.class, () -> bean -> null)
                .withPropertyValues("asyncsqlite.path=" + directory.resolve("ignored.db"))
                .run(context -> {
                    assertThat(context.getBean(SqliteOptions.class).file()).isNull();
                    assertThat(directory).isEmptyDirectory();
                });
    }

    @Test
    void connectionDetailsApplyToEachDatabase() {
        elsewhere(runner)
                .withPropertyValues(
                        "asyncsqlite.databases.orders.readers=1", "asyncsqlite.databases.users.in-memory=true")
                .run(context -> {
                    assertThat(context.getBeansOfType(AsyncSqlite.class)).hasSize(2);
                    assertThat(directory.resolve("orders.elsewhere")).exists();
                    assertThat(directory.resolve("users.elsewhere")).exists();
                });
    }

    private ApplicationContextRunner elsewhere(ApplicationContextRunner configured) {
        return configured.withBean(
                AsyncSqliteConnectionDetails.class, () -> bean -> directory.resolve(bean + ".elsewhere"));
    }
}
