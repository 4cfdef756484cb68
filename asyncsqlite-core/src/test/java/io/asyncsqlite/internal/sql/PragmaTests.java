package io.asyncsqlite.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.internal.sql.Pragma.Place;
import io.asyncsqlite.internal.sql.Pragma.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PragmaTests {

    /** Only some platforms have it. */
    private static final Set<Pragma> OF_SOME_PLATFORMS = Set.of(Pragma.LOCK_PROXY_FILE);

    private static final Map<Rule, String> WORDS = Map.of(
            Rule.ASKS, "asks only: everywhere",
            Rule.STORED, "set wherever something may be written",
            Rule.ACTS, "run wherever something may be written",
            Rule.ACTS_OUTSIDE_TRANSACTION, "run outside of transactions",
            Rule.CONNECTION, "option `pragma`, or set on an `AsyncConnection` of a file",
            Rule.NEW_FILE, "option `pragma` for a new file, or set on an `AsyncConnection` of a file before VACUUM",
            Rule.TRANSACTION, "set inside a transaction or a script",
            Rule.FOREIGN_KEYS,
                    "option `foreignKeys`; set on an `AsyncConnection` of a file outside of transactions, or OFF as the"
                            + " start of a script",
            Rule.FIXED, "never set");

    @Test
    void theTableHasExactlyThePragmasOfTheSqliteThatRuns() throws SQLException {
        Set<String> table = Arrays.stream(Pragma.values())
                .filter(pragma -> !OF_SOME_PLATFORMS.contains(pragma))
                .map(Pragma::pragmaName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> sqlite = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA pragma_list")) {
            while (rows.next()) {
                sqlite.add(rows.getString(1));
            }
        }
        OF_SOME_PLATFORMS.forEach(pragma -> sqlite.remove(pragma.pragmaName()));

        assertThat(table).isEqualTo(sqlite);
    }

    @Test
    void theTableInTheDocumentationIsThatOfTheCode() throws IOException {
        Path document = Path.of("").toAbsolutePath().getParent().resolve("docs").resolve("pragmas.md");
        String table = Arrays.stream(Pragma.values())
                .map(pragma -> "| `" + pragma.pragmaName() + "` | " + WORDS.get(pragma.rule())
                        + (pragma.advice() == null ? "" : ": " + pragma.advice()) + " |\n")
                .collect(Collectors.joining(
                        "",
                        "<!-- generated:pragmas -->\n\n| PRAGMA | changing something |\n|---|---|\n",
                        "\n<!-- end -->"));

        assertThat(Files.readString(document)).contains(table);
    }

    @Test
    void everyPragmaThatIsNeverSetSaysWhatToUseInstead() {
        for (Pragma pragma : Pragma.values()) {
            assertThat(pragma.advice() != null).as(pragma.pragmaName()).isEqualTo(pragma.rule() == Rule.FIXED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA journal_mode=OFF",
                "PRAGMA \"journal_mode\"=OFF",
                "PRAGMA \"journal_\"\"mode\"=OFF",
                "PRAGMA 'journal_mode'=OFF",
                "PRAGMA `journal_mode`=OFF",
                "PRAGMA [journal_mode]=OFF",
                "PRAGMA [journal_mode](OFF)",
                "PRAGMA main.journal_mode=OFF",
                "PRAGMA \"main\".\"Journal_Mode\"=OFF",
                "pragma/**/main . /**/ journal_mode /**/ = -- c\n OFF",
                "EXPLAIN PRAGMA journal_mode=OFF",
                "EXPLAIN QUERY PLAN PRAGMA [journal_mode]=OFF",
                "EXPLAIN PRAGMA cache_size=1",
                "PRAGMA synchronous=OFF",
                "PRAGMA query_only=1",
                "PRAGMA locking_mode=EXCLUSIVE",
                "PRAGMA busy_timeout=9",
                "PRAGMA writable_schema=ON",
                "PRAGMA writable_schema(RESET)",
                "PRAGMA schema_version=7",
                "PRAGMA hard_heap_limit=1000",
                "PRAGMA no_such_pragma",
                "PRAGMA no_such_pragma=1",
                "PRAGMA",
            })
    void whatWouldUndoAGuaranteeIsRefusedHoweverItIsWritten(String sql) {
        assertThatThrownBy(() -> SqlStatement.parse(sql)).isInstanceOf(UnacceptableSqlException.class);
        assertThatThrownBy(() -> SqlStatement.parseAll("SELECT 1; " + sql))
                .isInstanceOf(UnacceptableSqlException.class);
        assertThatThrownBy(() -> SqlScript.parse("SELECT 1; " + sql)).isInstanceOf(UnacceptableSqlException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PRAGMA table_info(t) | TABLE_INFO | false",
                "PRAGMA table_info=t | TABLE_INFO | false",
                "PRAGMA integrity_check(10) | INTEGRITY_CHECK | false",
                "PRAGMA journal_mode | JOURNAL_MODE | false",
                "PRAGMA main.[cache_size] | CACHE_SIZE | false",
                "PRAGMA cache_size = -5 | CACHE_SIZE | true",
                "PRAGMA optimize | OPTIMIZE | true",
                "PRAGMA wal_checkpoint | WAL_CHECKPOINT | true",
                "PRAGMA \"user_version\"(4) | USER_VERSION | true",
            })
    void tellsAskingFromActing(String sql, Pragma pragma, boolean acts) {
        assertThat(SqlStatement.parse(sql).pragma()).isEqualTo(new PragmaUse(pragma, acts));
    }

    @Test
    void statementsThatOnlyMentionAPragmaAreNone() {
        assertThat(SqlStatement.parse("SELECT * FROM pragma_table_info('t')").pragma())
                .isNull();
        assertThat(SqlStatement.parse("INSERT INTO t(pragma) VALUES (1)").pragma())
                .isNull();
        assertThat(SqlStatement.parse("SELECT pragma = 1 FROM t").pragma()).isNull();
    }

    /** SQLite has functions only for what has no effect. This holds for all that it has. */
    @Test
    void noTableValuedFunctionSetsAnything() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            Map<String, String> before = settings(statement);
            for (Pragma pragma : Pragma.values()) {
                for (String arguments : new String[] {"", "('3')", "('OFF')", "('3', 'main')", "('main')"}) {
                    try (ResultSet rows =
                            statement.executeQuery("SELECT * FROM pragma_" + pragma.pragmaName() + arguments)) {
                        rows.next();
                    } catch (SQLException e) {
                        // Most have no function, or none that takes an argument.
                    }
                }
            }
            assertThat(settings(statement)).isEqualTo(before);
        }
    }

    private static Map<String, String> settings(Statement statement) throws SQLException {
        Map<String, String> values = new LinkedHashMap<>();
        for (Pragma pragma : Pragma.values()) {
            if (pragma.rule() != Rule.ASKS && !pragma.acts(false) && !OF_SOME_PLATFORMS.contains(pragma)) {
                try (ResultSet rows = statement.executeQuery("PRAGMA " + pragma.pragmaName())) {
                    values.put(pragma.pragmaName(), rows.next() ? rows.getString(1) : "");
                } catch (SQLException e) {
                    values.put(pragma.pragmaName(), "no rows");
                }
            }
        }
        return values;
    }

    @Test
    void connectionsOfOnesOwnToAFileMaySetWhatDiesWithThem() {
        PragmaUse setting = new PragmaUse(Pragma.CACHE_SIZE, true);

        assertThat(setting.refusal(Place.CONNECTION)).isNull();
        for (Place place : new Place[] {Place.DATABASE, Place.TRANSACTION, Place.READING, Place.SCRIPT}) {
            assertThat(setting.refusal(place)).as("%s", place).contains("SqliteOptions.Builder.pragma");
        }
        assertThat(setting.refusal(Place.MEMORY_CONNECTION)).contains("would stay set");
        assertThat(new PragmaUse(Pragma.CACHE_SIZE, false).refusal(Place.READING))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1; DROP TABLE t",
                "1 -- c",
                "'a' || 'b'",
                "'a'b'",
                "\"x\"",
                "",
                " 1",
                "1\n",
                "(1)",
                "1.5e3x",
                "a b",
                "'a\0b'",
            })
    void valuesOfAnotherFormAreRefused(String value) {
        assertThatThrownBy(() -> PragmaSetting.of("cache_size", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be a word, a number or a text in single quotes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing | is unknown",
                "cache_size=1; DROP TABLE t | is unknown",
                "synchronous | use SqliteOptions.synchronous",
                "foreign_keys | use SqliteOptions.foreignKeys",
                "busy_timeout | use SqliteOptions.busyTimeout",
                "user_version | it is no setting of a connection",
                "table_info | it is no setting of a connection",
                "defer_foreign_keys | it is no setting of a connection",
            })
    void pragmasThatAreNoOptionSayWhy(String name, String why) {
        assertThatThrownBy(() -> PragmaSetting.of(name, "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void settingsAreSqlOfTheTablesNamesOnly() {
        assertThat(PragmaSetting.of("Recursive_Triggers", "on").sql()).isEqualTo("PRAGMA recursive_triggers=on");
        assertThat(PragmaSetting.of("cache_size", "-2000").sql()).isEqualTo("PRAGMA cache_size=-2000");
        assertThat(PragmaSetting.of("temp_store", "'it''s'").sql()).isEqualTo("PRAGMA temp_store='it''s'");
    }
}
