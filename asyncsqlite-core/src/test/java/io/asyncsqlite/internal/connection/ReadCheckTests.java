package io.asyncsqlite.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.InvalidStatementException;
import io.asyncsqlite.internal.change.CommitWatch;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.engine.OpenRequest;
import io.asyncsqlite.internal.engine.TestEngine;
import io.asyncsqlite.internal.function.Definitions;
import io.asyncsqlite.internal.sql.SqlScript;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.statement.BoundStatement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** If the engine can ask it, SQLite decides which statements only read. */
@EnabledIfSystemProperty(
        named = TestEngine.PROPERTY,
        matches = "foreign",
        disabledReason = "only the foreign engine can ask SQLite whether a statement reads")
class ReadCheckTests {

    @Test
    void aStatementTakenForAReadByMistakeDoesNotWrite() throws Exception {
        LockWait lockWait = new LockWait(1);
        DatabaseConnection connection = new DatabaseConnection(
                TestEngine.get().open(new OpenRequest(null, false, lockWait::shouldRetry)),
                lockWait,
                "app.db",
                new Counters(),
                new Definitions(List.of(), new Codecs(List.of())),
                new CommitWatch());
        connection.executeScript(SqlScript.parse("CREATE TABLE t(k)"));
        BoundStatement mistaken = bound("INSERT INTO t VALUES (1)");

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> connection.query(mistaken, 1))
                    .isInstanceOf(InvalidStatementException.class)
                    .hasMessageContaining("nothing was executed");
        }

        assertThat(connection.query(bound("SELECT count(*) FROM t"), 1).values())
                .containsExactly(new Object[] {0L});
        connection.close();
    }

    private static BoundStatement bound(String sql) {
        return new BoundStatement(
                new SqlStatement(sql, StatementKind.READ, false, null, false, false, 0, List.of(), null),
                new Object[0],
                0);
    }
}
