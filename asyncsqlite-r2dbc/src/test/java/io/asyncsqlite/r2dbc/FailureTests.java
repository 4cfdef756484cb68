package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.SqliteException;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcBadGrammarException;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcPermissionDeniedException;
import io.r2dbc.spi.R2dbcRollbackException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

class FailureTests extends OpenFactory {

    @BeforeEach
    void createTables() {
        for (String sql : new String[] {
            "CREATE TABLE c (id INTEGER PRIMARY KEY, u TEXT UNIQUE, n TEXT NOT NULL, x INTEGER CHECK (x > 0),"
                    + " f INTEGER REFERENCES t(k))",
            "CREATE TABLE w (a TEXT PRIMARY KEY) WITHOUT ROWID",
            "CREATE TABLE s (a INTEGER) STRICT",
            "CREATE TRIGGER no BEFORE DELETE ON c BEGIN SELECT RAISE(ABORT, 'not this'); END",
            "INSERT INTO c (id, u, n) VALUES (1, 'a', 'b')",
            "INSERT INTO w VALUES ('a')"
        }) {
            Sql.await(Sql.update(connection, sql));
        }
    }

    private static R2dbcException failure(Connection connection, String sql, Object... values) {
        Throwable[] failure = new Throwable[1];
        Sql.await(Sql.update(connection, sql, values)
                .doOnError(e -> failure[0] = e)
                .onErrorComplete());
        assertThat(failure[0]).isInstanceOf(R2dbcException.class).hasCauseInstanceOf(SqliteException.class);
        return (R2dbcException) failure[0];
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO c (id, n) VALUES (1, 'b')|23505|1555",
                "INSERT INTO c (u, n) VALUES ('a', 'b')|23505|2067",
                "INSERT INTO w VALUES ('a')|23505|1555",
                "INSERT INTO c (u) VALUES ('x')|23502|1299",
                "INSERT INTO c (n, x) VALUES ('x', 0)|23514|275",
                "INSERT INTO c (n, f) VALUES ('x', 9)|23503|787",
                "DELETE FROM c|23000|1811",
                "INSERT INTO s VALUES ('x')|23000|3091",
            })
    void aConstraintIsADataIntegrityViolation(String sql, String state, int code) {
        R2dbcException failure = failure(connection, sql);

        assertThat(failure).isInstanceOf(R2dbcDataIntegrityViolationException.class);
        assertThat(failure.getCause()).hasNoCause();
        assertThat(failure.getSqlState()).isEqualTo(state);
        assertThat(failure.getErrorCode()).isEqualTo(code);
        assertThat(failure.getSql()).isEqualTo(sql);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"SELEC 1", "SELECT * FROM nowhere", "SELECT nothing FROM t", "INSERT INTO t VALUES (1)"})
    void wrongSqlIsBadGrammar(String sql) {
        R2dbcException failure = failure(connection, sql);

        assertThat(failure)
                .isInstanceOfSatisfying(
                        R2dbcBadGrammarException.class,
                        e -> assertThat(e.getOffendingSql()).isEqualTo(sql));
        assertThat(failure.getSqlState()).isEqualTo("42000");
        assertThat(failure.getErrorCode()).isEqualTo(1);
    }

    @Test
    void valuesAreNotInMessages() {
        R2dbcException failure = failure(connection, "INSERT INTO c (u, n) VALUES (?, ?)", "a", "secret");

        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertThat(each.toString()).doesNotContain("secret");
        }
    }

    @Test
    void aTypeThatDoesNotFitIsADataException() {
        R2dbcException failure = failure(connection, "INSERT INTO t(k) VALUES ('text')");

        assertThat(failure).isInstanceOf(R2dbcDataIntegrityViolationException.class);
        assertThat(failure.getSqlState()).isEqualTo("22000");
        assertThat(failure.getErrorCode()).isEqualTo(20);
    }

    @Test
    void writingWhereOnlyReadingIsAllowedIsPermissionDenied() throws SQLException {
        Path other = directory.resolve("other.db");
        try (java.sql.Connection maker = DriverManager.getConnection("jdbc:sqlite:" + other)) {
            maker.createStatement().execute("CREATE TABLE o(k)");
        }
        Sql.await(Sql.update(connection, "ATTACH 'file:" + other + "?mode=ro' AS other"));

        R2dbcException failure = failure(connection, "DELETE FROM other.o");

        assertThat(failure).isInstanceOf(R2dbcPermissionDeniedException.class);
        assertThat(failure.getSqlState()).isEqualTo("42501");
        assertThat(failure.getErrorCode()).isEqualTo(8);
    }

    @Test
    void aLockOfAnotherProgramIsRestartable() throws SQLException {
        Sql.await(factory.close());
        Connection impatient = Sql.await(factory("busyTimeout=PT0.01S").create());
        try (java.sql.Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("test.db"))) {
            other.createStatement().execute("BEGIN IMMEDIATE");

            R2dbcException failure = failure(impatient, "DELETE FROM t");

            assertThat(failure).isInstanceOf(R2dbcRollbackException.class);
            assertThat(failure.getSqlState()).isEqualTo("40001");
            assertThat(failure.getErrorCode()).isEqualTo(5);
        }
    }

    @Test
    void aFullQueueIsTransient() {
        Sql.await(factory.close());
        factory = factory("queueCapacity=1");
        connection = Sql.await(factory.create());
        CountDownLatch writer = holdWriter();
        var waiting = Sql.update(connection, "INSERT INTO t VALUES (1, 'x')").toFuture();

        R2dbcException failure = failure(connect(), "INSERT INTO t VALUES (2, 'x')");

        assertThat(failure).isInstanceOf(R2dbcTransientResourceException.class);
        assertThat(failure.getSqlState()).isEqualTo("53000");
        writer.countDown();
        assertThat(waiting).succeedsWithin(Sql.LONG);
    }

    @Test
    void aClosedDatabaseIsALostResource() {
        Sql.await(factory.close());

        R2dbcException failure = failure(connection, "DELETE FROM t");

        assertThat(failure).isInstanceOf(R2dbcNonTransientResourceException.class);
        assertThat(failure.getSqlState()).isEqualTo("08003");
        assertThat(failure.getSql()).isEqualTo("DELETE FROM t");
    }

    @Test
    void aFileThatIsNoDatabaseCannotBeOpened() throws Exception {
        Files.writeString(directory.resolve("text.db"), "this is a text and not a database ".repeat(100));
        SqliteConnectionFactory wrong = factoryOf("r2dbc:sqlite:///" + directory.resolve("text.db"));
        Throwable[] failure = new Throwable[1];
        wrong.create().doOnError(e -> failure[0] = e).onErrorComplete().block(Sql.LONG);

        assertThat(failure[0]).isInstanceOfSatisfying(R2dbcNonTransientResourceException.class, e -> {
            assertThat(e.getSqlState()).isEqualTo("08001");
            assertThat(e.getErrorCode()).isEqualTo(26);
        });
    }

    @Test
    void anOpeningThatMaySucceedLaterIsTransient() throws SQLException {
        Path locked = directory.resolve("locked.db");
        try (java.sql.Connection other = DriverManager.getConnection("jdbc:sqlite:" + locked)) {
            other.createStatement().execute("CREATE TABLE o(k)");
            other.createStatement().execute("BEGIN EXCLUSIVE");
            SqliteConnectionFactory impatient = factoryOf("r2dbc:sqlite:///" + locked + "?busyTimeout=PT0.01S");
            Throwable[] failure = new Throwable[1];
            impatient.create().doOnError(e -> failure[0] = e).onErrorComplete().block(Sql.LONG);

            assertThat(failure[0])
                    .isInstanceOfSatisfying(
                            R2dbcTransientResourceException.class,
                            e -> assertThat(e.getSqlState()).isEqualTo("08001"));

            other.createStatement().execute("ROLLBACK");
            Sql.await(Sql.await(impatient.create()).close());
            Sql.await(impatient.close());
        }
    }

    @Test
    void aTransactionThatSqliteRolledBackSaysSoUntilItIsEnded() {
        Sql.await(connection.beginTransaction());
        failure(connection, "INSERT OR ROLLBACK INTO c (id, n) VALUES (1, 'x')");

        R2dbcException later = failure(connection, "INSERT INTO t VALUES (1, 'x')");

        assertThat(later).isInstanceOf(R2dbcRollbackException.class);
        Sql.await(connection.rollbackTransaction());
        assertThat(keys()).isEmpty();
    }

    @Test
    void aDeferredConstraintFailsTheCommit() {
        Sql.await(Sql.update(connection, "CREATE TABLE d (f INTEGER REFERENCES t(k) DEFERRABLE INITIALLY DEFERRED)"));
        Sql.await(connection.beginTransaction());
        Sql.await(Sql.update(connection, "INSERT INTO d VALUES (9)"));
        Throwable[] failure = new Throwable[1];
        Flux.from(connection.commitTransaction())
                .doOnError(e -> failure[0] = e)
                .onErrorComplete()
                .blockLast(Sql.LONG);

        assertThat(failure[0])
                .isInstanceOfSatisfying(
                        R2dbcDataIntegrityViolationException.class,
                        e -> assertThat(e.getSqlState()).isEqualTo("23503"));
        assertThat(connection.isAutoCommit()).isTrue();
        assertThat(Sql.all(Sql.query(connection, "SELECT * FROM d"))).isEmpty();
    }
}
