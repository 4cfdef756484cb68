package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.Changes.Kind;
import io.asyncsqlite.Changes.TableChange;
import io.asyncsqlite.testing.Observer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChangesTests {

    @TempDir
    Path directory;

    private AsyncSqlite db;
    private Observer<Changes> observer;

    @BeforeEach
    void open() {
        db = AsyncSqlite.open(directory.resolve("changes.db"));
    }

    @AfterEach
    void close() {
        db.close();
    }

    private void tables(String sql) throws Exception {
        await(db.executeScript(sql));
        observer = Observer.of(db.changes());
    }

    private void told(TableChange... changes) throws Exception {
        Changes next = (Changes) observer.next();
        assertThat(next.tables()).containsExactlyInAnyOrder(changes);
        assertThat(next.anyTable()).isFalse();
        assertThat(next.commits()).isEqualTo(1);
    }

    private static TableChange change(String table, Kind kind, long rows) {
        return new TableChange(table, kind, OptionalLong.of(rows));
    }

    private static TableChange unknown(String table, Kind kind) {
        return new TableChange(table, kind, OptionalLong.empty());
    }

    @Test
    void statementsAreCounted() throws Exception {
        tables("CREATE TABLE t(k INTEGER PRIMARY KEY, v)");
        await(db.execute("INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)"));
        told(change("t", Kind.INSERT, 3));
        await(db.execute("UPDATE T SET v = 0 WHERE k < 3"));
        told(change("t", Kind.UPDATE, 2));
        await(db.execute("DELETE FROM t WHERE k = 1"));
        told(change("t", Kind.DELETE, 1));
        await(db.executeMany("INSERT INTO t(v) VALUES (?)", List.of(1, 2, 3, 4)));
        told(change("t", Kind.INSERT, 4));
        await(db.query("UPDATE t SET v = 1 RETURNING k").list());
        told(change("t", Kind.UPDATE, 6));
        await(db.execute("WITH x AS (SELECT 9) INSERT INTO t(v) SELECT * FROM x"));
        told(change("t", Kind.INSERT, 1));
        await(db.execute("REPLACE INTO t VALUES (2, 9)"));
        told(change("t", Kind.INSERT, 1));
        await(db.execute("DELETE FROM t"));
        told(change("t", Kind.DELETE, 7));
    }

    @Test
    void commitsThatChangeNothingAreLeftOut() throws Exception {
        tables("CREATE TABLE t(k UNIQUE)");
        await(db.execute("UPDATE t SET k = 1"));
        await(db.query("DELETE FROM t RETURNING k").list());
        await(db.query("SELECT count(*) FROM t").list());
        await(db.write(connection -> connection.query("SELECT 1").list()));
        await(db.withConnection(
                connection -> connection.query("PRAGMA user_version").list()));
        await(db.execute("INSERT INTO t VALUES (1)"));
        told(change("t", Kind.INSERT, 1));
        await(db.execute("INSERT OR IGNORE INTO t VALUES (1)"));
        await(db.execute("DELETE FROM t"));
        told(change("t", Kind.DELETE, 1));
    }

    @Test
    void allOfATransactionIsOneElement() throws Exception {
        tables("CREATE TABLE t(k); CREATE TABLE u(k)");
        await(db.inTransaction(tx -> tx.execute("INSERT INTO t VALUES (1)")
                .thenCompose(a -> tx.execute("INSERT INTO u VALUES (1)"))
                .thenCompose(a -> tx.query("SELECT * FROM t").list())
                .thenCompose(a -> tx.executeScript("INSERT INTO t VALUES (2); UPDATE u SET k = 2"))
                .thenCompose(a -> tx.execute("DELETE FROM u"))));
        told(
                change("t", Kind.INSERT, 2),
                change("u", Kind.INSERT, 1),
                change("u", Kind.UPDATE, 1),
                change("u", Kind.DELETE, 1));
    }

    @Test
    void tablesWithoutRowids() throws Exception {
        tables("CREATE TABLE w(a PRIMARY KEY, b) WITHOUT ROWID");
        await(db.execute("INSERT INTO w VALUES (1, 1), (2, 2)"));
        told(change("w", Kind.INSERT, 2));
        await(db.execute("UPDATE w SET b = 3"));
        told(change("w", Kind.UPDATE, 2));
        await(db.execute("UPDATE w SET a = 5 WHERE a = 1"));
        told(change("w", Kind.UPDATE, 1));
        await(db.execute("DELETE FROM w"));
        told(change("w", Kind.DELETE, 2));
    }

    @Test
    void triggersAndForeignKeys() throws Exception {
        tables(
                "CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE c(p REFERENCES p ON DELETE CASCADE);"
                        + "CREATE TABLE log(k); CREATE TRIGGER pt AFTER INSERT ON p BEGIN INSERT INTO log VALUES (1), (2); END");
        await(db.execute("INSERT INTO p VALUES (1), (2)"));
        told(change("p", Kind.INSERT, 2), change("log", Kind.INSERT, 4));
        await(db.execute("INSERT INTO c VALUES (1), (1), (2)"));
        told(change("c", Kind.INSERT, 3));
        await(db.execute("DELETE FROM p WHERE id = 1"));
        told(change("p", Kind.DELETE, 1), change("c", Kind.DELETE, 2));
        await(db.executeMany("DELETE FROM p WHERE id = ?", List.of(2, 3)));
        told(change("p", Kind.DELETE, 1), change("c", Kind.DELETE, 1));
    }

    @Test
    void rowsOfSeveralIndirectTablesAreNotCounted() throws Exception {
        tables("CREATE TABLE s(k); CREATE TABLE a(k); CREATE TABLE b(k); CREATE TRIGGER st AFTER INSERT ON s"
                + " BEGIN INSERT INTO a VALUES (1); DELETE FROM b WHERE k = 1; END");
        await(db.execute("INSERT INTO s VALUES (1)"));
        told(change("s", Kind.INSERT, 1), unknown("a", Kind.INSERT), unknown("b", Kind.DELETE));
    }

    @Test
    void kindsThatSqliteDoesNotTellApart() throws Exception {
        tables("CREATE TABLE t(k PRIMARY KEY, v); CREATE TABLE w(k PRIMARY KEY, v) WITHOUT ROWID");
        for (String table : List.of("t", "w")) {
            await(db.execute("INSERT INTO " + table + " VALUES (1, 1) ON CONFLICT DO UPDATE SET v = 2"));
            told(unknown(table, Kind.INSERT), unknown(table, Kind.UPDATE));
        }
    }

    @Test
    void upsertsThatOnlyInsertAreCounted() throws Exception {
        tables("CREATE TABLE t(k PRIMARY KEY, v); CREATE TABLE w(k PRIMARY KEY, v) WITHOUT ROWID");
        for (String table : List.of("t", "w")) {
            await(db.execute("INSERT INTO " + table + " VALUES (1, 1), (1, 2), (2, 2) ON CONFLICT DO NOTHING"));
            told(change(table, Kind.INSERT, 2));
            // Changes nothing, so it is not told.
            await(db.execute(
                    "INSERT INTO " + table + " VALUES (1, 1) ON CONFLICT(k) DO UPDATE SET v = 3 WHERE excluded.v > 7"));
            await(db.execute("INSERT INTO " + table + " VALUES (1, 9), (5, 5) ON CONFLICT(k) DO UPDATE SET v = 3"));
            told(unknown(table, Kind.INSERT), unknown(table, Kind.UPDATE));
        }
    }

    @Test
    void virtualTables() throws Exception {
        tables("CREATE VIRTUAL TABLE ft USING fts5(body)");
        await(db.execute("INSERT INTO ft VALUES ('a'), ('b')"));
        told(change("ft", Kind.INSERT, 2));
        await(db.execute("UPDATE ft SET body = 'c'"));
        told(change("ft", Kind.UPDATE, 2));
        await(db.executeMany("DELETE FROM ft WHERE rowid = ?", List.of(1, 2)));
        told(change("ft", Kind.DELETE, 2));
    }

    @Test
    void otherStatementsMayChangeAnyTable() throws Exception {
        tables("CREATE TABLE t(k)");
        for (String sql :
                List.of("CREATE TABLE u(k)", "ANALYZE", "PRAGMA user_version = 3", "VACUUM", "DROP TABLE u")) {
            await(db.execute(sql));
            assertThat(observer.next()).as(sql).isEqualTo(new Changes(1, List.of(), true));
        }
    }

    @Test
    void aSlowSubscriberGetsSeveralCommitsAtOnce() throws Exception {
        tables("CREATE TABLE t(k)");
        Observer<Changes> slow = Observer.of(db.changes(), 1);
        for (int i = 0; i < 10; i++) {
            await(db.execute("INSERT INTO t VALUES (?)", i));
        }
        await(db.execute("DELETE FROM t WHERE k = 0"));
        long commits = 0;
        long inserted = 0;
        while (commits < 11) {
            Changes next = (Changes) slow.next();
            commits += next.commits();
            inserted += next.tables().stream()
                    .filter(each -> each.kind() == Kind.INSERT)
                    .mapToLong(each -> each.rows().orElseThrow())
                    .sum();
            slow.request(1);
        }
        assertThat(commits).isEqualTo(11);
        assertThat(inserted).isEqualTo(10);
        slow.cancel();
    }

    @Test
    void aCursorWithReturningIsCounted() throws Exception {
        tables("CREATE TABLE t(k)");
        await(db.withConnection(connection -> connection
                .begin()
                .thenCompose(a -> connection.cursor("INSERT INTO t WITH RECURSIVE n(i) AS"
                        + " (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n RETURNING k"))
                .thenCompose(a -> connection.savepoint("s"))
                .thenCompose(a -> connection.execute("INSERT INTO t VALUES (3)"))
                .thenCompose(a -> connection.commit())));
        told(change("t", Kind.INSERT, 5001));
        await(db.execute("INSERT INTO t VALUES (4)"));
        told(change("t", Kind.INSERT, 1));
    }

    @Test
    void elementsAreImmutableAndComplete() {
        TableChange one = change("t", Kind.INSERT, 1);
        Changes changes = new Changes(1, Arrays.asList(one), false);
        assertThatThrownBy(() -> changes.tables().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> new TableChange(null, Kind.INSERT, OptionalLong.empty()))
                .isInstanceOf(NullPointerException.class);
        assertThat(changes)
                .hasToString("Changes[commits=1, tables=[TableChange[table=t, kind=INSERT,"
                        + " rows=OptionalLong[1]]], anyTable=false]");
    }
}
