package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.internal.engine.TestEngine;
import io.asyncsqlite.testing.Observer;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Finds what a query reads and a statement writes, for each kind of table and of statement. */
@Timeout(60)
class LiveTablesTests {

    @TempDir
    Path directory;

    private AsyncSqlite db;

    @BeforeEach
    void open() {
        db = AsyncSqlite.open(directory.resolve("live.db"));
    }

    @AfterEach
    void close() {
        db.close();
    }

    private void script(String sql) throws Exception {
        await(db.executeScript(sql));
    }

    private Observer<List<String>> observe(String sql) {
        // Only the values: 1,two
        return Observer.of(db.query(sql)
                .map(row -> row.toString().replaceAll("[^,{ ]+=|[{}']", "").replace(", ", ","))
                .observe());
    }

    private static void next(Observer<?> observer, String... rows) throws Exception {
        assertThat(observer.next()).isEqualTo(List.of(rows));
    }

    @Test
    void tablesWithoutRowids() throws Exception {
        script("CREATE TABLE w(a TEXT PRIMARY KEY, b) WITHOUT ROWID; CREATE INDEX wb ON w(b)");
        Observer<List<String>> observer = observe("SELECT a, b FROM w");
        next(observer);
        script("INSERT INTO w VALUES ('x', 1)");
        next(observer, "x,1");
        script("UPDATE w SET b = 2");
        next(observer, "x,2");
        script("REPLACE INTO w VALUES ('x', 3)");
        next(observer, "x,3");
        script("INSERT INTO w VALUES ('x', 1) ON CONFLICT(a) DO UPDATE SET b = 4");
        next(observer, "x,4");
        script("DELETE FROM w WHERE b = 4");
        next(observer);
    }

    @Test
    void rowsThatReplaceRemoves() throws Exception {
        script("CREATE TABLE r(id INTEGER PRIMARY KEY, u UNIQUE); INSERT INTO r VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        Observer<List<String>> observer = observe("SELECT count(*) FROM r WHERE id < 10");
        next(observer, "3");
        script("UPDATE OR REPLACE r SET u = 'a' WHERE id = 2");
        next(observer, "2");
        script("INSERT OR REPLACE INTO r VALUES (10, 'c')");
        next(observer, "1");
    }

    @Test
    void aDeleteOfAllRows() throws Exception {
        script("CREATE TABLE d(k); CREATE INDEX dk ON d(k); INSERT INTO d VALUES (1), (2)");
        Observer<List<String>> observer = observe("SELECT k FROM d ORDER BY k");
        next(observer, "1", "2");
        script("DELETE FROM d");
        next(observer);
    }

    @Test
    void aQueryThatReadsAnIndexOnly() throws Exception {
        script("CREATE TABLE i(a, b); CREATE INDEX ia ON i(a)");
        Observer<List<String>> observer = observe("SELECT a FROM i WHERE a > 0");
        next(observer);
        script("INSERT INTO i VALUES (1, 2)");
        next(observer, "1");
    }

    @Test
    void viewsAndSubqueries() throws Exception {
        script("CREATE TABLE a(k); CREATE TABLE b(k); CREATE VIEW v AS SELECT k FROM a WHERE k IN (SELECT k FROM b);"
                + "CREATE VIEW vv AS SELECT count(*) AS n FROM v");
        Observer<List<String>> observer = observe("SELECT n FROM vv");
        next(observer, "0");
        script("INSERT INTO a VALUES (1)");
        script("INSERT INTO b VALUES (1)");
        next(observer, "1");
        script("DELETE FROM a");
        next(observer, "0");
    }

    @Test
    void triggersOfTablesAndViews() throws Exception {
        script("CREATE TABLE s(k); CREATE TABLE log(k); CREATE VIEW v AS SELECT k FROM s;"
                + "CREATE TRIGGER st AFTER INSERT ON s BEGIN INSERT INTO log VALUES (new.k); END;"
                + "CREATE TRIGGER vt INSTEAD OF INSERT ON v BEGIN INSERT INTO s VALUES (new.k * 10); END");
        Observer<List<String>> observer = observe("SELECT k FROM log ORDER BY k");
        next(observer);
        script("INSERT INTO s VALUES (1)");
        next(observer, "1");
        script("INSERT INTO v VALUES (2)");
        next(observer, "1", "20");
        script("CREATE TRIGGER sd AFTER DELETE ON s BEGIN DELETE FROM log; END");
        script("DELETE FROM s WHERE k = 1");
        next(observer);
    }

    @Test
    void actionsOfForeignKeys() throws Exception {
        script("CREATE TABLE p(id INTEGER PRIMARY KEY);"
                + "CREATE TABLE c(p REFERENCES p ON DELETE CASCADE ON UPDATE CASCADE);"
                + "CREATE TABLE n(p REFERENCES p ON DELETE SET NULL);"
                + "INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1), (2); INSERT INTO n VALUES (1)");
        Observer<List<String>> cascaded = observe("SELECT p FROM c ORDER BY p");
        Observer<List<String>> setNull = observe("SELECT count(p) FROM n");
        next(cascaded, "1", "2");
        next(setNull, "1");
        script("UPDATE p SET id = 3 WHERE id = 2");
        next(cascaded, "1", "3");
        script("DELETE FROM p WHERE id = 1");
        next(cascaded, "3");
        next(setNull, "0");
    }

    @Test
    void fullTextTablesAndTheirOwnTables() throws Exception {
        script("CREATE VIRTUAL TABLE ft USING fts5(body); CREATE TABLE s(k);"
                + "CREATE TRIGGER st AFTER INSERT ON s BEGIN INSERT INTO ft VALUES (new.k); END");
        Observer<List<String>> matches = observe("SELECT rowid FROM ft WHERE ft MATCH 'sea'");
        Observer<List<String>> parts = observe("SELECT count(*) FROM ft_docsize");
        Observer<List<String>> rows = observe("SELECT count(*) FROM ft");
        next(matches);
        next(parts, "0");
        next(rows, "0");
        script("INSERT INTO ft VALUES ('the sea')");
        next(matches, "1");
        next(parts, "1");
        next(rows, "1");
        script("INSERT INTO s VALUES ('a sea')");
        next(matches, "1", "2");
        script("UPDATE ft SET body = 'land' WHERE rowid = 1");
        next(matches, "2");
        script("INSERT INTO ft_content VALUES (9, 'behind its back')");
        rows.awaitSignal(List.of("3"));
        script("DELETE FROM ft WHERE rowid = 2");
        next(matches);
    }

    @Test
    void aFullTextTableOfTheRowsOfAnother() throws Exception {
        script("CREATE TABLE doc(id INTEGER PRIMARY KEY, body); INSERT INTO doc VALUES (1, 'sea');"
                + "CREATE VIRTUAL TABLE ft USING fts5(body, content='doc', content_rowid='id');"
                + "INSERT INTO ft(ft) VALUES ('rebuild')");
        Observer<List<String>> observer = observe("SELECT body FROM ft WHERE ft MATCH 'sea'");
        next(observer, "sea");
        script("UPDATE doc SET body = 'the open sea'");
        next(observer, "the open sea");
    }

    @Test
    void rtreesToo() throws Exception {
        script("CREATE VIRTUAL TABLE box USING rtree(id, x0, x1)");
        Observer<List<String>> observer = observe("SELECT id FROM box WHERE x0 > 5");
        next(observer);
        script("INSERT INTO box VALUES (1, 6, 7)");
        next(observer, "1");
        script("DELETE FROM box WHERE id = 1");
        next(observer);
    }

    @Test
    void changesOfTheSchema() throws Exception {
        script("CREATE TABLE t(a); INSERT INTO t VALUES (1); CREATE TABLE u(b); CREATE VIEW v AS SELECT a FROM t");
        Observer<List<String>> columns = observe("SELECT * FROM t");
        Observer<List<String>> view = observe("SELECT * FROM v");
        Observer<List<String>> schema = observe("SELECT count(*) FROM sqlite_schema WHERE type = 'index'");
        next(columns, "1");
        next(view, "1");
        next(schema, "0");
        script("ALTER TABLE t ADD COLUMN z DEFAULT 5");
        next(columns, "1,5");
        script("CREATE INDEX ta ON t(a)");
        next(schema, "1");
        script("INSERT INTO u VALUES (8)");
        await(db.inTransaction(tx ->
                tx.execute("DROP VIEW v").thenCompose(dropped -> tx.execute("CREATE VIEW v AS SELECT b FROM u"))));
        next(view, "8");
        script("INSERT INTO u VALUES (9)");
        next(view, "8", "9");
        await(db.execute("VACUUM"));
        script("INSERT INTO t(a) VALUES (2)");
        next(columns, "1,5", "2,5");
        script("CREATE TABLE made AS SELECT 1 AS k");
        Observer<List<String>> made = observe("SELECT k FROM made");
        next(made, "1");
        script("DROP TABLE made; CREATE TABLE made(k)");
        next(made);
    }

    /** The numbers of schema versions come again after a rollback. */
    @Test
    void aSchemaThatWasRolledBack() throws Exception {
        script("CREATE TABLE t(a); CREATE TABLE u(a); INSERT INTO t VALUES (0); INSERT INTO u VALUES (0)");
        Observer<List<String>> observer = observe("SELECT count(*) FROM u");
        next(observer, "1");
        String insert = "INSERT INTO t VALUES (1)";
        String trigger = "CREATE TRIGGER tt AFTER INSERT ON t BEGIN INSERT INTO u VALUES (new.a); END";
        await(db.inTransaction(tx -> tx.execute("CREATE TRIGGER other AFTER DELETE ON t BEGIN SELECT 1; END")
                        .thenCompose(made -> tx.execute(insert))
                        .thenAccept(inserted -> {
                            throw new IllegalStateException("to be rolled back");
                        }))
                .exceptionally(failed -> null));
        // On another connection: the version is now what it was inside of the transaction.
        await(db.withConnection(connection -> connection.execute(trigger)));
        await(db.execute(insert));
        next(observer, "2");
    }

    @Test
    void temporaryTriggersOfAConnection() throws Exception {
        script("CREATE TABLE t(a); CREATE TABLE u(a)");
        Observer<List<String>> observer = observe("SELECT count(*) FROM u");
        next(observer, "0");
        await(db.withConnection(connection -> connection
                .execute("INSERT INTO t VALUES (1)")
                .thenCompose(a -> connection.execute(
                        "CREATE TEMP TRIGGER tt AFTER INSERT ON main.t BEGIN INSERT INTO u VALUES (new.a); END"))
                .thenCompose(a -> connection.execute("INSERT INTO t VALUES (1)"))));
        next(observer, "1");
    }

    @Test
    void tablesOfAttachedFilesAreOthers() throws Exception {
        script("CREATE TABLE t(a)");
        Observer<List<String>> observer = observe("SELECT count(*) FROM t");
        next(observer, "0");
        await(db.withConnection(connection -> connection
                .execute("ATTACH '" + directory.resolve("other.db") + "' AS other")
                .thenCompose(a -> connection.execute("CREATE TABLE other.t(a)"))
                .thenCompose(a -> connection.execute("INSERT INTO other.t VALUES (1)"))
                .thenCompose(a -> connection.execute("INSERT INTO main.t SELECT a FROM other.t"))));
        next(observer, "1");
    }

    @Test
    void automaticNumbers() throws Exception {
        script("CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a)");
        Observer<List<String>> observer = observe("SELECT seq FROM sqlite_sequence WHERE name = 't'");
        next(observer);
        script("INSERT INTO t(a) VALUES (1)");
        next(observer, "1");
    }

    @Test
    void statementsThatFailAndKeepRows() throws Exception {
        script("CREATE TABLE t(a UNIQUE)");
        Observer<List<String>> observer = observe("SELECT count(*) FROM t");
        next(observer, "0");
        await(db.inTransaction(
                tx -> tx.execute("INSERT OR FAIL INTO t VALUES (1), (2), (1)").handle((inserted, failure) -> failure)));
        next(observer, "2");
    }

    @Test
    @EnabledIfSystemProperty(
            named = TestEngine.PROPERTY,
            matches = "foreign",
            disabledReason = "only the foreign engine writes blobs in place")
    void blobsThatAreWrittenInPlace() throws Exception {
        script("CREATE TABLE Picture(id INTEGER PRIMARY KEY, body); INSERT INTO picture VALUES (1, zeroblob(3))");
        Observer<List<String>> observer = observe("SELECT hex(body) FROM picture");
        next(observer, "000000");
        await(db.withConnection(connection -> connection
                .begin()
                .thenCompose(a -> connection.openBlob(BlobLocation.of("picture", "body", 1), BlobMode.READ_WRITE))
                .thenCompose(blob -> blob.write(1, ByteBuffer.wrap(new byte[] {7})))
                .thenCompose(a -> connection.commit())));
        next(observer, "000700");
    }

    /** A script may run with foreign keys off, for which its statements have other programs. */
    @Test
    void foreignKeysThatWereOff() throws Exception {
        script("CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE c(p REFERENCES p ON DELETE CASCADE);"
                + "INSERT INTO p VALUES (1)");
        Observer<List<String>> observer = observe("SELECT count(*) FROM c");
        next(observer, "0");
        script("PRAGMA foreign_keys=OFF; BEGIN; DELETE FROM p; COMMIT;");
        script("INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)");
        next(observer, "1");
        script("DELETE FROM p");
        next(observer, "0");
    }

    @Test
    void queriesOfConstantsRunOnce() throws Exception {
        script("CREATE TABLE t(a)");
        Observer<List<String>> observer = observe("SELECT value FROM json_each('[1,2]')");
        next(observer, "1", "2");
        script("INSERT INTO t VALUES (1)");
        assertThat(observer.isQuiet()).isTrue();
    }
}
