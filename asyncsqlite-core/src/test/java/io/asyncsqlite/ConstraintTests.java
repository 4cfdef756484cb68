package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncsqlite.ConstraintException.Kind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an exception tells of the constraint. Each runs on both ways to call SQLite, as far as the JVM has them. */
@Timeout(60)
class ConstraintTests {

    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        db = AsyncSqlite.inMemory();
        await(db.executeScript("""
                CREATE TABLE account(id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, age INTEGER,
                    CONSTRAINT adult CHECK (age >= 18), CHECK (age < 200));
                CREATE TABLE member(team TEXT, email TEXT, PRIMARY KEY (team, email),
                    FOREIGN KEY (email) REFERENCES account(email));
                CREATE UNIQUE INDEX lower_team ON member(lower(team));
                CREATE TABLE "odd. table"("a, b" TEXT UNIQUE);
                CREATE TABLE typed(n INTEGER) STRICT;
                CREATE TRIGGER no_bob BEFORE INSERT ON account WHEN new.email = 'bob'
                    BEGIN SELECT RAISE(ABORT, 'UNIQUE constraint failed: not.this'); END;
                INSERT INTO account VALUES (1, 'ada', 36);
                INSERT INTO member VALUES ('red', 'ada');
                INSERT INTO "odd. table" VALUES ('x');
                """));
    }

    @AfterEach
    void close() {
        db.close();
    }

    private ConstraintException refused(String sql) throws Exception {
        return (ConstraintException) failureOf(db.execute(sql));
    }

    private void assertTells(String sql, Kind kind, String table, List<String> columns, String constraint)
            throws Exception {
        ConstraintException refused = refused(sql);
        assertThat(refused.kind()).isEqualTo(kind);
        assertThat(refused.table()).isEqualTo(table);
        assertThat(refused.columns()).isEqualTo(columns);
        assertThat(refused.constraint()).isEqualTo(constraint);
        assertThat(refused.sql()).isEqualTo(sql);
        assertThat(refused.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    }

    @Test
    void keysTellTheirTableAndColumns() throws Exception {
        assertTells("INSERT INTO account VALUES (2, 'ada', 20)", Kind.UNIQUE, "account", List.of("email"), null);
        assertTells("INSERT INTO account VALUES (1, 'eve', 20)", Kind.PRIMARY_KEY, "account", List.of("id"), null);
        assertTells(
                "INSERT INTO account(id, email, age) VALUES (3, NULL, 20)",
                Kind.NOT_NULL,
                "account",
                List.of("email"),
                null);
        assertThat(refused("INSERT INTO account VALUES (1, 'eve', 20)").isUniqueViolation())
                .isTrue();
    }

    @Test
    void keyOfSeveralColumnsTellsAll() throws Exception {
        await(db.execute("DROP INDEX lower_team"));

        assertTells(
                "INSERT INTO member VALUES ('red', 'ada')", Kind.PRIMARY_KEY, "member", List.of("team", "email"), null);
    }

    @Test
    void checksTellTheirNameOrExpression() throws Exception {
        assertTells("INSERT INTO account VALUES (2, 'tom', 3)", Kind.CHECK, null, List.of(), "adult");
        assertTells("INSERT INTO account VALUES (2, 'tom', 300)", Kind.CHECK, null, List.of(), "age < 200");
    }

    @Test
    void foreignKeyTellsItsKindOnly() throws Exception {
        assertTells("INSERT INTO member VALUES ('blue', 'nobody')", Kind.FOREIGN_KEY, null, List.of(), null);
    }

    @Test
    void indexOnAnExpressionTellsItsName() throws Exception {
        assertTells("INSERT INTO member VALUES ('RED', 'ada')", Kind.UNIQUE, null, List.of(), "lower_team");
    }

    @Test
    void typeOfAStrictTableTellsItsColumn() throws Exception {
        assertTells("INSERT INTO typed VALUES ('x')", Kind.TYPE, "typed", List.of("n"), null);
    }

    @Test
    void triggerTellsNothingOfConstraints() throws Exception {
        assertTells("INSERT INTO account VALUES (2, 'bob', 20)", Kind.TRIGGER, null, List.of(), null);
    }

    @Test
    void columnWithACommaInItsNameIsOne() throws Exception {
        ConstraintException refused = refused("INSERT INTO \"odd. table\" VALUES ('x')");

        // A table with a dot in its name cannot be told from its column.
        assertThat(refused.table()).isEqualTo("odd");
        assertThat(refused.columns()).containsExactly(" table.a, b");
    }

    @Test
    void exceptionIsTheOnlyCauseOnEveryWay() throws Exception {
        String again = "INSERT INTO account VALUES (1, 'ada', 36)";

        assertThat(failureOf(db.execute(again)))
                .isInstanceOf(ConstraintException.class)
                .hasNoCause();
        assertOneCause(catchThrowable(() -> db.execute(again).join()));
        assertOneCause(catchThrowable(() -> db.execute(again).get()));
        assertOneCause(catchThrowable(() -> db.execute("SELECT 1")
                .thenCompose(first -> db.execute(again))
                .thenApply(WriteResult::rowsUpdated)
                .join()));
        assertOneCause(
                catchThrowable(() -> db.inTransaction(tx -> tx.execute(again)).join()));
        assertOneCause(catchThrowable(
                () -> db.write(connection -> connection.execute(again)).join()));
        assertOneCause(catchThrowable(
                () -> db.withConnection(own -> own.execute(again)).join()));
        assertThat(catchThrowable(() -> db.blocking().execute(again)))
                .isInstanceOf(ConstraintException.class)
                .hasNoCause();
        assertThat(catchThrowable(() -> db.blocking().inTransaction(tx -> tx.execute(again))))
                .isInstanceOf(ConstraintException.class)
                .hasNoCause();
    }

    private static void assertOneCause(Throwable thrown) {
        assertThat(thrown).isNotInstanceOf(SqliteException.class);
        assertThat(thrown.getCause()).isInstanceOf(ConstraintException.class).hasNoCause();
    }

    @ParameterizedTest
    @EnumSource(
            value = EngineChoice.class,
            names = {"AUTO", "JNI"})
    void engineMakesNoDifference(EngineChoice engine) throws Exception {
        try (AsyncSqlite other =
                AsyncSqlite.open(SqliteOptions.memory().engine(engine).build())) {
            await(other.execute("CREATE TABLE t(a TEXT, b TEXT, UNIQUE (a, b))"));
            await(other.execute("INSERT INTO t VALUES ('1', '2')"));

            assertThat(failureOf(other.execute("INSERT INTO t VALUES ('1', '2')")))
                    .isInstanceOfSatisfying(ConstraintException.class, refused -> {
                        assertThat(refused.table()).isEqualTo("t");
                        assertThat(refused.columns()).containsExactly("a", "b");
                    });
        }
    }
}
