package io.asyncsqlite.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JniEngineTests {

    private EngineConnection connection;

    @BeforeEach
    void open() throws EngineException {
        connection = Engine.jni().open(new OpenRequest(null, false, attempts -> false));
        connection.executeScript("CREATE TABLE t(k INTEGER UNIQUE, body)");
    }

    @AfterEach
    void close() throws EngineException {
        connection.close();
    }

    @Test
    void startsInAutocommit() throws EngineException {
        assertThat(connection.inTransaction()).isFalse();
    }

    @Test
    void provesTheTransactionAsOftenAsAskedAndChangesNothing() throws EngineException {
        connection.begin(BeginMode.IMMEDIATE);
        run("INSERT INTO t VALUES (1, 'x')");
        for (int i = 0; i < 3; i++) {
            assertThat(connection.inTransaction()).isTrue();
        }
        connection.commit();
        for (int i = 0; i < 3; i++) {
            assertThat(connection.inTransaction()).isFalse();
        }
        assertThat(rows("SELECT count(*) FROM t")).containsExactly(List.of(1L));
    }

    @Test
    void noticesThatSqliteEndedTheTransaction() throws EngineException {
        run("INSERT INTO t VALUES (1, 'x')");
        connection.begin(BeginMode.IMMEDIATE);
        assertThatThrownBy(() -> run("INSERT OR ROLLBACK INTO t VALUES (1, 'y')"))
                .isInstanceOf(EngineException.class);

        assertThat(connection.inTransaction()).isFalse();
    }

    @Test
    void aFailedCommitLeavesTheControlStatementsUsable() throws EngineException {
        connection.executeScript("PRAGMA foreign_keys = ON;"
                + "CREATE TABLE child(p REFERENCES parent(id) DEFERRABLE INITIALLY DEFERRED);"
                + "CREATE TABLE parent(id INTEGER PRIMARY KEY)");
        for (int i = 0; i < 3; i++) {
            connection.begin(BeginMode.IMMEDIATE);
            run("INSERT INTO child VALUES (42)");
            EngineException failure = catchThrowableOfType(EngineException.class, () -> connection.commit());
            assertThat(failure.code()).isEqualTo(787);
            assertThat(failure.primaryCode()).isEqualTo(ResultCodes.CONSTRAINT);
            assertThat(failure).hasMessage("FOREIGN KEY constraint failed");
            assertThat(connection.inTransaction()).isTrue();
            connection.rollback();
        }
    }

    @Test
    void countsNoChangesAfterAStatementThatWasUndone() throws EngineException {
        run("INSERT INTO t VALUES (1, 'x'), (2, 'y')");
        assertThat(connection.changes()).isEqualTo(2);
        assertThatThrownBy(() -> run("INSERT INTO t VALUES (3, 'x'), (1, 'y')")).isInstanceOf(EngineException.class);
        assertThat(connection.changes()).isZero();
        assertThatThrownBy(() -> run("INSERT OR FAIL INTO t VALUES (3, 'x'), (1, 'y')"))
                .isInstanceOf(EngineException.class);
        assertThat(connection.changes()).isEqualTo(1);
    }

    @Test
    void readsEveryStorageClassInChunks() throws EngineException {
        try (EngineStatement statement = connection.prepare(
                "SELECT 1, 2.5, 'ä\uD83E\uDD4A', x'00ff', NULL, '', x'' FROM (VALUES (1), (2), (3))")) {
            List<Object[]> rows = new ArrayList<>();
            assertThat(statement.execute(new Object[0])).isTrue();
            assertThat(statement.fetch(2, rows)).isTrue();
            assertThat(rows).hasSize(2);
            assertThat(statement.fetch(2, rows)).isFalse();
            assertThat(rows)
                    .hasSize(3)
                    .allSatisfy(row -> assertThat(row)
                            .containsExactly(1L, 2.5, "ä\uD83E\uDD4A", new byte[] {0, -1}, null, "", new byte[0]));
        }
    }

    @Test
    void readsTextOfAUtf16Database(@TempDir Path directory) throws EngineException {
        OpenRequest request = new OpenRequest(directory.resolve("utf16.db"), false, attempts -> false);
        try (EngineConnection creator = Engine.jni().open(request)) {
            creator.executeScript("PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(body); INSERT INTO t VALUES ('Zwölf')");
        }
        connection.close();
        connection = Engine.jni().open(request);

        assertThat(rows("SELECT body FROM t")).containsExactly(List.of("Zwölf"));
    }

    @Test
    void aSnapshotEndsWithTheReset() throws EngineException {
        run("INSERT INTO t VALUES (1, 'x'), (2, 'y')");
        try (EngineStatement statement = connection.prepare("SELECT k FROM t")) {
            assertThat(statement.execute(new Object[0])).isTrue();
            assertThatThrownBy(() -> connection.executeScript("DROP TABLE t"))
                    .isInstanceOfSatisfying(
                            EngineException.class,
                            failure -> assertThat(failure.primaryCode()).isEqualTo(6));

            statement.reset();

            connection.executeScript("DROP TABLE t");
        }
    }

    @Test
    void aClosedConnectionIsNotTakenForAnOpenTransaction() throws EngineException {
        EngineConnection other = Engine.jni().open(new OpenRequest(null, false, attempts -> false));
        other.close();

        assertThatThrownBy(other::inTransaction).isInstanceOf(EngineException.class);
    }

    @Test
    void extensionsCannotBeLoaded() {
        assertThatThrownBy(() -> rows("SELECT load_extension('x')")).hasMessageContaining("not authorized");
    }

    private void run(String sql) throws EngineException {
        rows(sql);
    }

    private List<List<Object>> rows(String sql) throws EngineException {
        try (EngineStatement statement = connection.prepare(sql)) {
            List<Object[]> rows = new ArrayList<>();
            if (statement.execute(new Object[0])) {
                statement.fetch(Integer.MAX_VALUE, rows);
            }
            return rows.stream().map(List::of).toList();
        }
    }
}
