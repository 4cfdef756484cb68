package io.asyncsqlite.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.internal.sql.SqlStatement.SqlParameter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlStatementTests {

    @Test
    void severalStatementsAreToldApartAsSqliteDoes() {
        List<SqlStatement> statements = SqlStatement.parseAll("""
            ; -- nothing yet
            INSERT INTO t VALUES (?, ';', ?) /* ; */ ;;
            CREATE TRIGGER r AFTER INSERT ON t BEGIN
              UPDATE t SET k = CASE WHEN k = 1 THEN 2 ELSE 3 END;
              DELETE FROM t WHERE k = "END;";
            END;
            UPDATE t SET k = :a WHERE k = :b OR k = :a;
            PRAGMA foreign_keys;
            PRAGMA user_version;
            SELECT $2, [;], $1 -- last
            """);

        assertThat(statements)
                .extracting(SqlStatement::kind)
                .containsExactly(
                        StatementKind.WRITE,
                        StatementKind.WRITE,
                        StatementKind.WRITE,
                        StatementKind.PRAGMA,
                        StatementKind.PRAGMA,
                        StatementKind.READ);
        assertThat(statements.get(0).text()).isEqualTo("INSERT INTO t VALUES (?, ';', ?)");
        assertThat(statements.get(0).inserts()).isTrue();
        assertThat(statements.get(0).parameters())
                .containsExactly(new SqlParameter(null, 0), new SqlParameter(null, 1));
        assertThat(statements.get(1).text()).startsWith("CREATE TRIGGER").endsWith("END");
        assertThat(statements.get(1).parameters()).isEmpty();
        assertThat(statements.get(2).named()).isTrue();
        assertThat(statements.get(2).parameters()).containsExactly(new SqlParameter("a", 0), new SqlParameter("b", 1));
        assertThat(statements.get(5).positions()).isEqualTo(2);
        assertThat(statements.get(5).parameters())
                .containsExactly(new SqlParameter(null, 1), new SqlParameter(null, 0));
    }

    @Test
    void theStatementsOfATextRunOneByOneAsTheyWouldTogether() throws SQLException {
        String text =
                "CREATE TABLE u(k); CREATE TEMP TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO u VALUES (new.k); END;"
                        + "INSERT INTO t(k) VALUES (1);INSERT INTO t(k) VALUES (2)";
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t(k)");
            for (SqlStatement one : SqlStatement.parseAll(text)) {
                statement.execute(one.text());
            }
            try (ResultSet rows = statement.executeQuery("SELECT group_concat(k) FROM u")) {
                assertThat(rows.getString(1)).isEqualTo("1,2");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1; COMMIT | COMMIT is not an operation",
                "SELECT 1; SELECT ?, :a | must not mix named, ? and $N parameters",
                "SELECT :a; SELECT ?, $1 | must not mix named, ? and $N parameters",
                "; /* nothing */ ; | must hold a statement",
            })
    void oneUnacceptableStatementMakesItsTextUnacceptable(String sql, String reason) {
        assertThatThrownBy(() -> SqlStatement.parseAll(sql))
                .isInstanceOf(UnacceptableSqlException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void statementsOfOneTextMayHaveParametersOfDifferentKinds() {
        assertThat(SqlStatement.parseAll("SELECT :a; SELECT ?; SELECT $1;"))
                .extracting(SqlStatement::named)
                .containsExactly(true, false, false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1 | READ",
                "  /* c */ select 1 -- end | READ",
                "VALUES (1) | READ",
                "EXPLAIN DELETE FROM t | READ",
                "EXPLAIN QUERY PLAN DELETE FROM t | READ",
                "WITH c AS (SELECT 1) SELECT * FROM c | READ",
                "WITH RECURSIVE c(n) AS (VALUES (1) UNION ALL SELECT n+1 FROM c LIMIT 3) SELECT n FROM c | READ",
                "WITH c(a,b) AS MATERIALIZED (SELECT 1,2), d AS NOT MATERIALIZED (SELECT 3) VALUES (1) | READ",
                "WITH c AS (SELECT 1 AS k) INSERT INTO t(k) SELECT k FROM c | WRITE",
                "WITH c AS (SELECT 1) DELETE FROM t | WRITE",
                "WITH c AS (SELECT 1) UPDATE t SET k = 1 | WRITE",
                "WITH c AS (SELECT 1) REPLACE INTO t(k) SELECT * FROM c | WRITE",
                "WITH \"update\" AS (SELECT 1) SELECT * FROM \"update\" | READ",
                "WITH replace AS (SELECT 1) SELECT * FROM replace | READ",
                "INSERT INTO t(k) VALUES (1) RETURNING k | WRITE",
                "REPLACE INTO t(k) VALUES (1) | WRITE",
                "CREATE TABLE u(x) | WRITE",
                "ANALYZE | WRITE",
            })
    void parserAgreesWithSqliteOnWrites(String sql, StatementKind kind) throws SQLException {

        assertThat(SqlStatement.parse(sql).kind()).isEqualTo(kind);
        assertThat(writes(sql)).isEqualTo(kind == StatementKind.WRITE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PRAGMA user_version | PRAGMA",
                "PRAGMA main.cache_size = 10 | PRAGMA",
                "PRAGMA foreign_keys = OFF | OUTSIDE_TRANSACTION",
                "pragma main.Foreign_Keys(1) | OUTSIDE_TRANSACTION",
                "pragma main.Foreign_Keys | PRAGMA",
                "VACUUM | OUTSIDE_TRANSACTION",
                "ATTACH 'x' AS y | OUTSIDE_TRANSACTION",
                "DETACH y | OUTSIDE_TRANSACTION",
            })
    void statementsHaveTheKindTheyNeed(String sql, StatementKind kind) {
        assertThat(SqlStatement.parse(sql).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN", "begin immediate", "COMMIT", "END", "ROLLBACK", "SAVEPOINT a", "/**/ RELEASE a"})
    void refusesTransactionVerbs(String sql) {
        refused(sql, "use inTransaction, write or executeMany");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n\t", "-- only a comment", "/* unfinished", ";;", " ; -- nothing"})
    void refusesTextsWithoutAStatement(String sql) {
        refused(sql, "blank or only a comment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PRAGMA journal_mode = DELETE", "pragma main.Journal_Mode(off)", "PRAGMA encoding='UTF-16'"})
    void refusesToChangeWhatTheConnectionsRestOn(String sql) {
        refused(sql, "cannot be changed while the database is open");
        assertThat(SqlStatement.parse("PRAGMA journal_mode").kind()).isEqualTo(StatementKind.PRAGMA);
    }

    @Test
    void refusesNul() {
        refused("DELETE FROM t WHERE 1\0 AND a = 1", "found at index 21");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; SELECT 2",
                "DELETE FROM t; -- c\n DROP TABLE t",
                "SELECT ';'; x",
                "CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; END; SELECT 1",
                "CREATE TABLE trigger_like(x); SELECT 1"
            })
    void refusesASecondStatement(String sql) {
        refused(sql, "use executeScript for several");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1;",
                "SELECT 1 ; ; -- done",
                "SELECT ';' || \";\" || `;` || [;] -- ;\n",
                "SELECT 'it''s; fine'",
                "CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END",
                "CREATE TEMP TRIGGER a AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; SELECT 2; END;",
                "EXPLAIN CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; END",
            })
    void acceptsOneStatement(String sql) {
        assertThat(SqlStatement.parse(sql).text()).isEqualTo(sql);
    }

    @Test
    void numbersParametersAsSqliteDoes() {
        assertThat(parameters("SELECT ?, ?3, ?, '?', x'00', \"?\" /* ? */ -- ?"))
                .containsExactly(position(0), position(1), position(2), position(3));
        assertThat(parameters("SELECT :a, @a, $b, :a, :ünder_1"))
                .extracting(SqlParameter::name)
                .containsExactly("a", "a", "b", "ünder_1");
        assertThat(parameters("SELECT $2, $1, $2")).containsExactly(position(1), position(0));
        assertThat(parameters("SELECT '->' ->> '$.a', 1")).isEmpty();
        assertThat(parameters("SELECT $a::b(c), :d"))
                .extracting(SqlParameter::name)
                .containsExactly("a::b(c)", "d");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ?, ?3, ?",
                "SELECT :a, @a, $b",
                "SELECT $2, $1",
                "SELECT ?2",
                "SELECT $a::b(c), :d",
                "SELECT ?1, ?1",
                "SELECT 1 /* ? */ + ?",
                "SELECT '?' || ?",
                "SELECT :a || :A"
            })
    void countsParametersAsSqliteDoes(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                var statement = connection.prepareStatement(sql)) {
            assertThat(SqlStatement.parse(sql).parameters())
                    .hasSize(statement.getParameterMetaData().getParameterCount());
        }
    }

    @Test
    void refusesMixedParameters() {
        refused("SELECT ?, :a", "must not mix");
        refused("SELECT $1, ?", "must not mix");
        refused("SELECT ?0", "from 1 to 32766");
        refused("SELECT ?99999999999", "from 1 to 32766");
    }

    @Test
    void checksScripts() {
        SqlScript.parse("CREATE TABLE a(x); INSERT INTO a VALUES (';'); PRAGMA user_version = 3;");
        scriptRefused("INSERT INTO a VALUES (1); COMMIT", "COMMIT is not an operation");
        scriptRefused("SELECT 1; VACUUM;", "VACUUM cannot run inside the transaction of a script");
        scriptRefused("SELECT 1; PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys cannot be set here");
        scriptRefused("INSERT INTO a VALUES (?)", "takes no parameters");
        scriptRefused(" ", "blank");
    }

    private static List<SqlParameter> parameters(String sql) {
        return SqlStatement.parse(sql).parameters();
    }

    private static SqlParameter position(int position) {
        return new SqlParameter(null, position);
    }

    private static void refused(String sql, String reason) {
        assertThatThrownBy(() -> SqlStatement.parse(sql))
                .isInstanceOf(UnacceptableSqlException.class)
                .hasMessageContaining(reason);
    }

    private static void scriptRefused(String sql, String reason) {
        assertThatThrownBy(() -> SqlScript.parse(sql))
                .isInstanceOf(UnacceptableSqlException.class)
                .hasMessageContaining(reason);
    }

    /** SQLite's own answer: a program that writes opens a write transaction, or is one that SQLite runs at once for EXPLAIN. */
    private static boolean writes(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE t(k)");
            if (sql.stripLeading().regionMatches(true, 0, "EXPLAIN", 0, 7)) {
                return false;
            }
            try (ResultSet program = statement.executeQuery("EXPLAIN " + sql)) {
                boolean writes = false;
                while (program.next()) {
                    writes |= program.getString("opcode").equals("Transaction") && program.getInt("p2") != 0;
                }
                return writes;
            }
        }
    }
}
