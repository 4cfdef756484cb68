package io.asyncsqlite.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JniEngineTests extends EngineContract {

    JniEngineTests() {
        super(Engine.jni());
    }

    @Test
    void unsupportedCallsAreRefusedAndUnknownValuesAbsent() throws EngineException {
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> connection.onAuthorize(null),
                () -> connection.onTrace(null),
                () -> connection.openBlob("main", "t", "body", 1, false))) {
            assertThatThrownBy(call)
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("needs the foreign engine: JDK 22 or newer");
        }
        assertThat(connection.counter(Counter.CACHE_HIT)).isEqualTo(-1);
        try (EngineStatement statement = connection.prepare("DELETE FROM t")) {
            assertThat(statement.isKnownToWrite()).isFalse();
        }
    }

    /** Such a connection keeps names and types of columns from run to run. */
    @Test
    void columnsOfAConnectionThatOnlyReadsFollowEverySchema(@TempDir Path directory) throws EngineException {
        Path file = TestEngine.newFile(directory, "app.db");
        try (EngineConnection writer = engine.open(new OpenRequest(file, false, attempts -> false))) {
            writer.executeScript("PRAGMA journal_mode=WAL; CREATE TABLE t(a INTEGER, b); INSERT INTO t VALUES (1, 2)");
            try (EngineConnection reader = engine.open(new OpenRequest(file, true, attempts -> false));
                    EngineStatement select = reader.prepare("SELECT * FROM t")) {
                assertThat(columns(select)).containsExactly("a INTEGER", "b null");
                assertThat(columns(select)).containsExactly("a INTEGER", "b null");

                writer.executeScript("ALTER TABLE t RENAME COLUMN a TO c");
                assertThat(columns(select)).containsExactly("c INTEGER", "b null");

                writer.executeScript("DROP TABLE t; CREATE TABLE t(c REAL, b); INSERT INTO t VALUES (1, 2)");
                assertThat(columns(select)).containsExactly("c REAL", "b null");

                EngineStatement shadow =
                        reader.prepare("CREATE TEMP TABLE t AS SELECT CAST(1 AS TEXT) AS c, 'x' AS b, 3 AS d");
                shadow.execute(new Object[0]);
                shadow.close();
                assertThat(columns(select)).containsExactly("c TEXT", "b null", "d null");

                reader.executeScript("DROP TABLE temp.t");
                assertThat(columns(select)).containsExactly("c REAL", "b null");
            }
        }
    }

    @Test
    void columnsOfASnapshotAreThoseOfItsTime(@TempDir Path directory) throws EngineException {
        Path file = TestEngine.newFile(directory, "app.db");
        try (EngineConnection writer = engine.open(new OpenRequest(file, false, attempts -> false))) {
            writer.executeScript("PRAGMA journal_mode=WAL; CREATE TABLE t(a INTEGER); INSERT INTO t VALUES (1)");
            try (EngineConnection reader = engine.open(new OpenRequest(file, true, attempts -> false));
                    EngineStatement select = reader.prepare("SELECT * FROM t")) {
                reader.begin(BeginMode.DEFERRED);
                assertThat(columns(select)).containsExactly("a INTEGER");
                writer.executeScript("ALTER TABLE t RENAME COLUMN a TO c");
                assertThat(columns(select)).containsExactly("a INTEGER");
                reader.commit();

                assertThat(columns(select)).containsExactly("c INTEGER");
            }
        }
    }

    private static List<String> columns(EngineStatement statement) throws EngineException {
        assertThat(statement.execute(new Object[0])).isTrue();
        List<String> names = statement.columnNames();
        List<String> types = statement.declaredTypes();
        statement.reset();
        return IntStream.range(0, names.size())
                .mapToObj(i -> names.get(i) + " " + types.get(i))
                .toList();
    }
}
