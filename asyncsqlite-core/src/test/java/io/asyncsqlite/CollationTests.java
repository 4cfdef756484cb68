package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.OpenRequest;
import io.asyncsqlite.internal.engine.TestEngine;
import io.asyncsqlite.testing.DefinedDatabase;
import io.asyncsqlite.testing.WriterGate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CollationTests extends DefinedDatabase {

    private static final SqlCollation BY_LENGTH = new SqlCollation(
            "by_length", Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));

    private final AtomicReference<Error> thrown = new AtomicReference<>();
    private final SqlCollation failing = new SqlCollation("failing", (left, right) -> {
        Error error = thrown.get();
        if (error != null) {
            throw error;
        }
        return left.compareTo(right);
    });

    @Test
    void aCollationOrdersAndIndexes() throws Exception {
        open(BY_LENGTH);
        await(db.executeScript("CREATE TABLE t(k TEXT COLLATE by_length UNIQUE);"
                + " INSERT INTO t VALUES ('ccc'), ('b'), (''), ('a\u00e9'), ('\uD83D\uDE00')"));

        assertThat(all("SELECT k FROM t ORDER BY k")).containsExactly("", "b", "a\u00e9", "\uD83D\uDE00", "ccc");
        assertThat(all("SELECT k FROM t WHERE k > 'zz'")).containsExactlyInAnyOrder("\uD83D\uDE00", "ccc");
        assertThat(failureOf(db.execute("INSERT INTO t VALUES ('b')"))).isInstanceOf(ConstraintException.class);
        db.close();
        open(BY_LENGTH);
        assertThat(one("PRAGMA integrity_check")).isEqualTo("ok");
    }

    @Test
    void aCollationOrdersTextsOfUtf16() throws Exception {
        try (EngineConnection creator = TestEngine.get()
                .open(new OpenRequest(TestEngine.newFile(directory, "app.db"), false, times -> false))) {
            creator.executeScript("PRAGMA encoding = 'UTF-16be'; CREATE TABLE t(k)");
        }
        open(BY_LENGTH);
        await(db.execute("INSERT INTO t VALUES ('ccc'), ('\uD83D\uDE00'), (''), ('\u00e9')"));

        assertThat(all("SELECT k FROM t ORDER BY k COLLATE by_length"))
                .containsExactly("", "\u00e9", "\uD83D\uDE00", "ccc");
    }

    @Test
    void aLanguageHasItsOrder() throws Exception {
        open(SqlCollation.of("german", Locale.GERMAN), SqlCollation.unicodeNocase(), SqlFunction.casefold());

        assertThat(all("SELECT column1 FROM (VALUES ('Zebra'), ('\u00c4pfel'), ('apfel'), ('Birne'))"
                        + " ORDER BY column1 COLLATE german"))
                .containsExactly("apfel", "\u00c4pfel", "Birne", "Zebra");
        assertThat(one("SELECT 'STRASSE' = 'stra\u00dfe' COLLATE unicode_nocase"))
                .isEqualTo(1L);
        assertThat(one("SELECT 'a' < 'B' COLLATE unicode_nocase")).isEqualTo(1L);
        assertThat(one("SELECT casefold('\u00c4\u03a3') || casefold(12) || casefold('\u00df')"))
                .isEqualTo("\u00e4\u03c312ss");
        assertThat(one("SELECT casefold(NULL)")).isNull();
    }

    @Test
    void anErrorInAComparisonFailsTheStatementAndIsItsCause() throws Exception {
        open(failing);
        await(db.execute("CREATE TABLE t(k TEXT COLLATE failing UNIQUE)"));
        await(db.execute("INSERT INTO t VALUES ('a'), ('b'), ('c')"));
        thrown.set(new AssertionError("expected"));

        for (CompletableFuture<?> failed : List.of(
                db.execute("INSERT INTO t VALUES ('d')"),
                db.executeScript("INSERT INTO t VALUES ('e')"),
                db.executeMany("INSERT INTO t VALUES (?)", List.of(List.of("f"))),
                db.query("SELECT k FROM t ORDER BY k || '' COLLATE failing").list(),
                db.withConnection(c -> c.execute("INSERT INTO t VALUES ('g')")),
                db.execute("CREATE INDEX i ON t(k)"))) {
            assertThat(failureOf(failed))
                    .isInstanceOf(StatementException.class)
                    .hasMessageContaining("collation 'failing' threw java.lang.AssertionError")
                    .hasRootCause(thrown.get());
        }
        thrown.set(null);
        assertThat(all("SELECT k FROM t ORDER BY k")).containsExactly("a", "b", "c");
        assertThat(one("PRAGMA integrity_check")).isEqualTo("ok");
    }

    @Test
    void neighboursOfAFailedComparisonAreCommitted() throws Exception {
        open(failing);
        await(db.executeScript("CREATE TABLE t(k TEXT COLLATE failing UNIQUE); CREATE TABLE u(k);"
                + " INSERT INTO t VALUES ('a'), ('b')"));
        thrown.set(new AssertionError("expected"));

        List<CompletableFuture<WriteResult>> writes = WriterGate.whileHeld(
                db,
                () -> List.of(
                        db.execute("INSERT INTO u VALUES (1)"),
                        db.execute("INSERT INTO t VALUES ('c')"),
                        db.execute("INSERT INTO u VALUES (2)")));

        assertThat(failureOf(writes.get(1))).hasRootCause(thrown.get());
        assertThat(failureOf(writes.get(0))).isNull();
        assertThat(failureOf(writes.get(2))).isNull();
        assertThat(all("SELECT k FROM u ORDER BY k")).containsExactly(1L, 2L);
    }

    @Test
    void aFailedComparisonEndsTheTransactionItWroteIn() throws Exception {
        open(failing);
        await(db.executeScript("CREATE TABLE t(k TEXT COLLATE failing UNIQUE); INSERT INTO t VALUES ('a'), ('b')"));

        Throwable failure = failureOf(db.inTransaction(
                tx -> tx.execute("INSERT INTO t VALUES ('c')").thenCompose(done -> {
                    thrown.set(new AssertionError("expected"));
                    return tx.execute("INSERT INTO t VALUES ('d')");
                })));

        assertThat(failure).hasRootCause(thrown.get());
        thrown.set(null);
        assertThat(all("SELECT k FROM t ORDER BY k")).containsExactly("a", "b");
    }

    @Test
    void failedComparisonLeavesOtherCursorsAlone() throws Exception {
        open(failing);
        thrown.set(new AssertionError("expected"));

        List<Row> rest = await(db.withConnection(connection -> connection
                .cursor("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
                        + " SELECT i FROM n")
                .thenCompose(cursor -> connection
                        .query("SELECT * FROM (VALUES ('a'), ('b')) ORDER BY 1 COLLATE failing")
                        .list()
                        .handle((rows, failure) -> {
                            assertThat(failure).hasRootCause(thrown.get());
                            return cursor;
                        })
                        .thenCompose(Cursor::fetchAll))));

        assertThat(rest).hasSize(5_000);
    }

    @Test
    void namesOfCollationsDifferInLettersBeyondAscii() throws Exception {
        open(new SqlCollation("K\u00c4", String::compareTo), new SqlCollation("k\u00e4", (left, right) -> 0));

        assertThat(one("SELECT 'a' = 'b' COLLATE \"K\u00c4\"")).isEqualTo(0L);
        assertThat(one("SELECT 'a' = 'b' COLLATE \"K\u00e4\"")).isEqualTo(1L);
    }

    @Test
    void badCollationsAreRefused() {
        for (String own : List.of("BINARY", "nocase", "RTrim")) {
            assertThatThrownBy(() -> new SqlCollation(own, Comparator.naturalOrder()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is SQLite's own");
        }
        assertThatThrownBy(() -> new SqlCollation("", Comparator.naturalOrder()))
                .hasMessageContaining("not blank");
        assertThatThrownBy(() -> new SqlCollation("x", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> options()
                        .define(BY_LENGTH)
                        .define(new SqlCollation("BY_LENGTH", Comparator.naturalOrder()))
                        .build())
                .hasMessageContaining("collation 'BY_LENGTH'");
        assertThatThrownBy(() -> UserDefined.readyMade("unknown"))
                .hasMessageContaining("[casefold, gen_random_uuid, regexp, unicode_nocase], not 'unknown'");
    }
}
