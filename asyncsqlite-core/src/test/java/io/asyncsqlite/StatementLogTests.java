package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.LogCapture;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Operations are logged before their futures complete. */
@Timeout(60)
class StatementLogTests {

    private static List<String> logged(StatementLog level) throws Exception {
        try (LogCapture log = new LogCapture("io.asyncsqlite.StatementLogger");
                AsyncSqlite db = AsyncSqlite.open(
                        SqliteOptions.memory().logStatements(level).build())) {
            await(db.execute("CREATE TABLE t(k INTEGER, v TEXT)"));
            await(db.execute("INSERT INTO t VALUES (1, 'literal'), (?, ?)", 2, "bound"));
            await(db.query("SELECT k FROM t WHERE v <> ?", "x").list());
            failureOf(db.execute("INSERT INTO nowhere VALUES (1)"));
            return log.messages();
        }
    }

    @Test
    void nothingIsLoggedUnlessAsked() throws Exception {
        assertThat(logged(StatementLog.OFF)).isEmpty();
    }

    @Test
    void sqlIsLoggedWithTimesRowsAndThreadAndWithoutValues() throws Exception {
        List<String> messages = logged(StatementLog.SQL);

        assertThat(messages).hasSize(4);
        assertThat(messages.get(1))
                .matches("Database 'memory': INSERT INTO t VALUES \\(\\?, \\?\\), \\(\\?, \\?\\)"
                        + " \\(ran [0-9.]+ ms, waited [0-9.]+ ms, 2 rows, thread asyncsqlite-writer-memory\\)");
        assertThat(messages.get(2)).contains("SELECT k FROM t WHERE v <> ?").contains("2 rows");
        assertThat(messages.get(3)).contains("failed with StatementException");
        assertThat(messages).noneMatch(message -> message.contains("literal") || message.contains("bound"));
    }

    @Test
    void valuesAreLoggedIfAsked() throws Exception {
        assertThat(logged(StatementLog.VALUES).get(1)).contains("(1, 'literal'), (?, ?) [2, 'bound'] (ran ");
    }
}
