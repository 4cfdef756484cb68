package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.Changes.Kind;
import io.asyncsqlite.Changes.TableChange;
import io.asyncsqlite.testing.EngineAccess;
import io.asyncsqlite.testing.FaultyEngine;
import io.asyncsqlite.testing.Observer;
import io.asyncsqlite.testing.WriterGate;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each test rolls something back, and then commits a row: that row must be the first that is told. */
@Timeout(60)
class LiveRollbackTests {

    private static final RuntimeException STOP = new IllegalStateException("to be rolled back");

    @TempDir
    Path directory;

    private final FaultyEngine engine = new FaultyEngine();
    private AsyncSqlite db;
    private Observer<List<Long>> rows;
    private Observer<Changes> commits;

    @BeforeEach
    void open() throws Exception {
        db = EngineAccess.open(SqliteOptions.file(directory.resolve("live.db")).build(), engine);
        await(db.executeScript("CREATE TABLE p(id INTEGER PRIMARY KEY);"
                + "CREATE TABLE t(k INTEGER PRIMARY KEY, p REFERENCES p DEFERRABLE INITIALLY DEFERRED);"
                + "INSERT INTO t(k) VALUES (100)"));
        rows = Observer.of(db.query("SELECT k FROM t WHERE k <> 100 ORDER BY k")
                .mapTo(Long.class)
                .observe());
        assertThat(rows.next()).isEqualTo(List.of());
        commits = Observer.of(db.changes());
    }

    @AfterEach
    void close() {
        db.close();
    }

    private void theFirstThatIsToldIs(TableChange change, Long... keys) throws Exception {
        assertThat(rows.next()).isEqualTo(List.of(keys));
        assertThat(commits.next()).isEqualTo(new Changes(1, List.of(change), false));
        // Nothing else was told before this one.
        await(db.execute("INSERT INTO t(k) VALUES (99)"));
        assertThat(commits.next()).isEqualTo(new Changes(1, List.of(inserted(1)), false));
        assertThat(rows.next().toString()).endsWith("99]");
    }

    private void onlyTheNextCommitIsTold() throws Exception {
        await(db.execute("INSERT INTO t(k) VALUES (7)"));
        theFirstThatIsToldIs(inserted(1), 7L);
    }

    private static TableChange inserted(long count) {
        return new TableChange("t", Kind.INSERT, OptionalLong.of(count));
    }

    private static void rollBack() {
        throw STOP;
    }

    @Test
    void transactionsThatFail() throws Exception {
        assertThat(failureOf(db.inTransaction(
                        tx -> tx.execute("INSERT INTO t(k) VALUES (1)").thenAccept(written -> rollBack()))))
                .isSameAs(STOP);
        OpenTransaction tx = await(db.begin());
        await(tx.execute("INSERT INTO t(k) VALUES (2)"));
        await(tx.rollback());
        onlyTheNextCommitIsTold();
    }

    @Test
    void lambdasThatThrow() throws Exception {
        assertThat(failureOf(db.write(connection -> {
                    connection.execute("INSERT INTO t(k) VALUES (1)");
                    throw STOP;
                })))
                .isSameAs(STOP);
        onlyTheNextCommitIsTold();
    }

    @Test
    void savepointsThatWereRolledBack() throws Exception {
        await(db.inTransaction(tx -> tx.savepoint("outer")
                .thenCompose(a -> tx.execute("INSERT INTO p VALUES (1)"))
                .thenCompose(a -> tx.savepoint("inner"))
                .thenCompose(a -> tx.execute("INSERT INTO p VALUES (2)"))
                .thenCompose(a -> tx.release("inner"))
                .thenCompose(a -> tx.rollbackTo("outer"))
                .thenCompose(a -> tx.execute("INSERT INTO t(k) VALUES (1)"))
                .thenCompose(a -> tx.savepoint("kept"))
                .thenCompose(a -> tx.execute("INSERT INTO t(k) VALUES (2)"))
                .thenCompose(a -> tx.inTransaction(nested ->
                                nested.execute("INSERT INTO p VALUES (3)").thenAccept(written -> rollBack()))
                        .exceptionally(failed -> null))));
        theFirstThatIsToldIs(inserted(2), 1L, 2L);
    }

    @Test
    void batchesAndScriptsThatFail() throws Exception {
        assertThat(failureOf(db.executeMany("INSERT INTO t(k) VALUES (?)", List.of(1, 2, 100))))
                .isInstanceOf(ConstraintException.class);
        assertThat(failureOf(db.executeScript("INSERT INTO t(k) VALUES (1); INSERT INTO p VALUES (5); SELECT nothing")))
                .isInstanceOf(StatementException.class);
        await(db.inTransaction(tx -> tx.executeMany("INSERT INTO p VALUES (?)", List.of(1, 1))
                .handle((inserted, failure) -> null)
                .thenCompose(a -> tx.execute("INSERT INTO t(k) VALUES (7)"))));
        theFirstThatIsToldIs(inserted(1), 7L);
    }

    @Test
    void statementsThatFail() throws Exception {
        assertThat(failureOf(db.execute("INSERT INTO t(k) VALUES (1), (100)"))).isInstanceOf(ConstraintException.class);
        assertThat(failureOf(db.execute("INSERT OR ROLLBACK INTO t(k) VALUES (1), (100)")))
                .isInstanceOf(ConstraintException.class);
        assertThat(failureOf(db.query("INSERT INTO t(k) VALUES (1) RETURNING abs(-9223372036854775808)")
                        .list()))
                .isInstanceOf(StatementException.class);
        onlyTheNextCommitIsTold();
    }

    @Test
    void connectionsThatRollBack() throws Exception {
        await(db.withConnection(connection -> connection
                .begin()
                .thenCompose(a -> connection.execute("INSERT INTO t(k) VALUES (1)"))
                .thenCompose(a -> connection.rollback())
                .thenCompose(a -> connection.begin())
                .thenCompose(a -> connection.execute("INSERT INTO p VALUES (9)"))
                .thenCompose(a -> connection.execute("INSERT OR ROLLBACK INTO t(k) VALUES (100)"))
                .handle((inserted, failure) -> null)
                .thenCompose(a -> connection.rollback())));
        AsyncConnection open = await(db.connect());
        await(open.begin());
        await(open.execute("INSERT INTO p VALUES (10)"));
        open.closeAsync().join();
        onlyTheNextCommitIsTold();
    }

    @Test
    void commitsThatFail() throws Exception {
        assertThat(failureOf(db.execute("INSERT INTO t VALUES (1, 42)"))).isInstanceOf(ConstraintException.class);
        assertThat(failureOf(db.write(connection -> connection.execute("INSERT INTO t VALUES (1, 42)"))))
                .isInstanceOf(ConstraintException.class);
        engine.failCommit(ResultCode.FULL, 0);
        assertThat(failureOf(db.execute("INSERT INTO t(k) VALUES (2)"))).isInstanceOf(StatementException.class);
        engine.failCommit(ResultCode.IOERR, 0);
        assertThat(failureOf(db.execute("INSERT INTO t(k) VALUES (3)"))).isInstanceOf(StatementException.class);
        onlyTheNextCommitIsTold();
    }

    @Test
    void membersOfLostGroups() throws Exception {
        List<CompletableFuture<WriteResult>> members = WriterGate.whileHeld(
                db,
                () -> List.of(
                        db.execute("INSERT INTO t VALUES (5, 42)"),
                        db.execute("INSERT INTO t(k) VALUES (5)"),
                        db.execute("INSERT OR ROLLBACK INTO t(k) VALUES (100)")));

        assertThat(failureOf(members.get(0))).isInstanceOf(ConstraintException.class);
        await(members.get(1));
        assertThat(failureOf(members.get(2))).isInstanceOf(ConstraintException.class);
        theFirstThatIsToldIs(inserted(1), 5L);
    }

    @Test
    void writesThatWereCancelled() throws Exception {
        CompletableFuture<WriteResult> endless = db.execute(
                "INSERT INTO p WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n");
        CompletableFuture<WriteResult> queued = db.execute("INSERT INTO t(k) VALUES (1)");
        queued.cancel(false);
        endless.cancel(false);
        onlyTheNextCommitIsTold();
    }

    /** A transaction that was open when the first observer came is not noted: it is told as one that may have changed any table. */
    @Test
    void aTransactionThatWasOpenWhenTheObserverCame() throws Exception {
        rows.cancel();
        commits.cancel();
        OpenTransaction tx = await(db.begin());
        await(tx.execute("INSERT INTO t(k) VALUES (1)"));
        Observer<List<Long>> late =
                Observer.of(db.query("SELECT count(*) FROM t").mapTo(Long.class).observe());
        Observer<Changes> lateCommits = Observer.of(db.changes());
        assertThat(late.next()).isEqualTo(List.of(1L));
        await(tx.commit());

        assertThat(late.next()).isEqualTo(List.of(2L));
        assertThat(lateCommits.next()).isEqualTo(new Changes(1, List.of(), true));
    }

    @Test
    void aCommitWithoutAnAnswerIsLookedAt() throws Exception {
        engine.beforeCommit(() -> {
            throw new OutOfMemoryError("told to fail");
        });
        assertThat(failureOf(db.write(connection -> connection.execute("INSERT INTO t(k) VALUES (1)"))))
                .isNotNull();
        onlyTheNextCommitIsTold();
    }
}
