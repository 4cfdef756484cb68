package io.asyncsqlite.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** What takes too long. */
@Timeout(180)
class LockAndTimeoutTests {

    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    @TempDir
    Path directory;

    private static <T> T await(Mono<T> mono) {
        return mono.block(SpringSuite.PATIENCE);
    }

    @ParameterizedTest
    @EnumSource
    void theLockOfAnotherProgramIsWaitedForAndGivenUp(Wiring wiring) throws SQLException {
        Path file = directory.resolve("locked.db");
        try (ConfigurableApplicationContext application = wiring.start(file, "?busyTimeout=PT0.2S")) {
            AccountService accounts = application.getBean(AccountService.class);
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");

                assertThatThrownBy(() -> await(accounts.open("Ann"))).isInstanceOf(CannotAcquireLockException.class);

                statement.execute("ROLLBACK");
            }
            await(accounts.open("Ann"));
            assertThat(await(accounts.total())).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStatementRunsNoLongerThanItsTimeout(Wiring wiring) {
        Path file = directory.resolve("endless.db");
        try (ConfigurableApplicationContext application = wiring.start(file, "?statementTimeout=PT5S")) {
            DatabaseClient client = application.getBean(DatabaseClient.class);

            assertThatThrownBy(
                            () -> await(client.sql(ENDLESS).mapValue(Long.class).one()))
                    .isInstanceOf(QueryTimeoutException.class);
            assertThat(await(client.sql("SELECT 1").mapValue(Integer.class).one()))
                    .isEqualTo(1);
        }
    }
}
