package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.WriterGate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An operation that waits for the transaction inside of which it was submitted fails soon, and says which lines wait for each other. */
@Timeout(30)
class SelfWaitTests extends AppDatabase {

    private static final String INSERT = "INSERT INTO t VALUES (1)";

    @Test
    void writeOnTheDatabaseInsideOfATransactionFails() throws Exception {
        waitsForItself(db, tx -> db.execute(INSERT));
    }

    @Test
    void writeInACallbackOfAnOperationOfTheTransactionFails() throws Exception {
        waitsForItself(db, tx -> tx.execute(INSERT).thenCompose(done -> db.execute(INSERT)));
    }

    @Test
    void transactionOnTheDatabaseInsideOfATransactionFails() throws Exception {
        waitsForItself(db, tx -> db.inTransaction(other -> other.execute(INSERT)));
        waitsForItself(db, tx -> db.begin());
        waitsForItself(db, tx -> db.write(connection -> 1));
    }

    @Test
    void readWaitsForItselfWhereOneConnectionServesAll() throws Exception {
        try (AsyncSqlite memory = AsyncSqlite.inMemory()) {
            await(memory.execute("CREATE TABLE t(k)"));
            waitsForItself(memory, tx -> memory.query("SELECT 1").list());
            waitsForItself(memory, tx -> memory.connect());
        }
        assertThat(await(db.<Integer>inTransaction(tx -> tx.execute(INSERT)
                        .thenCompose(done -> db.query("SELECT k FROM t").list())
                        .thenApply(rows -> rows.size()))))
                .isZero();
    }

    @Test
    void writeInsideOfATransactionWithAHandleFails() throws Exception {
        Throwable failure = failureOf(WriterGate.whileHeld(
                db,
                () -> db.begin()
                        .thenCompose(tx -> tx.execute(INSERT)
                                .thenCompose(done -> db.execute(INSERT))
                                .whenComplete((done, failed) -> tx.rollback()))));

        assertThatItNamesBothLines(failure);
    }

    @Test
    void stageOfABegunTransactionIsInsideOfIt() throws Exception {
        CompletableFuture<OpenTransaction> begun = db.begin();
        OpenTransaction open = await(begun);
        // Submitted on this thread, because the future is complete.
        CompletableFuture<WriteResult> write = begun.thenCompose(tx -> db.execute(INSERT));

        assertThatItNamesBothLines(failureOf(write));
        await(open.rollback());
    }

    @Test
    void writeInsideOfATransactionOfAConnectionFails() throws Exception {
        try (AsyncConnection connection = await(db.connect())) {
            // Held, so that the dependent stages are there before the operations complete.
            Throwable failure = failureOf(WriterGate.whileHeld(
                    db,
                    () -> connection
                            .begin()
                            .thenCompose(begun -> connection
                                    .execute(INSERT)
                                    .thenCompose(
                                            done -> connection.query("SELECT 1").list())
                                    .thenCompose(done -> db.execute(INSERT)))));
            await(connection.rollback());

            assertThat(failure)
                    .isInstanceOf(TransactionException.class)
                    .hasMessageContaining("waits for the transaction of Connection 1 of database 'app.db'");
        }
    }

    /** Code that is not known to run inside of the transaction does not fail at once. */
    @Test
    void idleTransactionsErrorNamesTheWaitingOperation() throws Exception {
        SqliteOptions brief = SqliteOptions.file(directory.resolve("brief.db"))
                .transactionTimeout(Duration.ofSeconds(3))
                .build();
        try (AsyncSqlite other = AsyncSqlite.open(brief)) {
            OpenTransaction tx = await(other.begin());
            CompletableFuture<?> waiting = other.execute("CREATE TABLE t(k)");
            await(waiting);

            assertThat(failureOf(tx.commit()))
                    .hasMessageContaining(
                            "was older than transactionTimeout=3000 ms, and did nothing while [CREATE TABLE t(k)] waited for it")
                    .hasMessageContaining("use the transaction for what it waits for: it was rolled back");
        }
    }

    @Test
    void writeOnAConnectionInsideOfATransactionFails() throws Exception {
        try (AsyncConnection connection = await(db.connect())) {
            assertThat(failureOf(db.inTransaction(tx -> connection.execute(INSERT))))
                    .hasMessageContaining("waits for the transaction opened at io.asyncsqlite.SelfWaitTests");
        }
    }

    @Test
    void writeThatIsNotWaitedForRunsWhenTheTransactionHasEnded() throws Exception {
        CompletableFuture<CompletableFuture<WriteResult>> beside = new CompletableFuture<>();

        await(db.<WriteResult>inTransaction(tx -> {
            beside.complete(db.execute(INSERT));
            return tx.execute(INSERT);
        }));

        await(await(beside));
        assertThat(await(db.query("SELECT count(*) FROM t").mapTo(Long.class).one()))
                .isEqualTo(2);
    }

    @Test
    void writeThatIsNotWaitedForSurvivesATransactionThatStillWorks() throws Exception {
        CompletableFuture<CompletableFuture<WriteResult>> beside = new CompletableFuture<>();

        // Works for longer than a transaction may be idle, one statement after the other.
        await(db.<Long>inTransaction(tx -> {
            beside.complete(db.execute(INSERT));
            return work(tx, System.nanoTime());
        }));

        await(await(beside));
    }

    private static CompletableFuture<Long> work(Transaction tx, long since) {
        return tx.query("SELECT 1")
                .list()
                .thenCompose(rows -> System.nanoTime() - since > 1_000_000_000L
                        ? CompletableFuture.completedFuture(1L)
                        : work(tx, since));
    }

    @Test
    void closeInsideOfATransactionIsRefused() throws Exception {
        Throwable failure = failureOf(db.inTransaction(tx -> {
            db.close();
            return CompletableFuture.completedFuture(1);
        }));

        assertThat(failure)
                .isInstanceOf(TransactionException.class)
                .hasMessageMatching("close waits for the transaction opened at io.asyncsqlite.SelfWaitTests.*"
                        + ", and was called inside of it: call it after its end");
        await(db.execute(INSERT));
    }

    /** An operation of another database does not wait for the transaction, however long it waits. */
    @Test
    void anotherDatabaseCanBeWaitedForAndClosedInsideOfATransaction() throws Exception {
        AsyncSqlite other = AsyncSqlite.open(directory.resolve("other.db"));
        await(other.execute("CREATE TABLE t(k)"));
        OpenTransaction holder = await(other.begin());
        CompletableFuture<WriteResult> submitted = new CompletableFuture<>();
        CompletableFuture<Void> ended = db.inTransaction(tx -> {
            CompletableFuture<WriteResult> write = other.execute(INSERT);
            Callbacks.whenDone(write, (done, failure) -> {
                if (failure == null) {
                    submitted.complete(done);
                } else {
                    submitted.completeExceptionally(failure);
                }
            });
            return write.thenAccept(done -> other.close());
        });

        // Longer than a transaction that waits for itself may be idle.
        assertThat(submitted.completeOnTimeout(null, 1, TimeUnit.SECONDS).get()).isNull();
        await(holder.rollback());
        await(ended);
    }

    private static <T> void waitsForItself(AsyncSqlite database, Function<Transaction, CompletionStage<T>> function)
            throws Exception {
        assertThatItNamesBothLines(failureOf(database.inTransaction(function)));
        await(database.execute(INSERT));
    }

    private static void assertThatItNamesBothLines(Throwable failure) {
        assertThat(failure)
                .isInstanceOf(TransactionException.class)
                .hasMessageMatching(
                        "(?s)The operation submitted at io.asyncsqlite.SelfWaitTests.* waits for the transaction"
                                + " opened at io.asyncsqlite.SelfWaitTests.*, inside of which it was submitted: use the"
                                + " transaction for it, not the database: the operation was not executed .*")
                .extracting(thrown -> ((SqliteException) thrown).outcome())
                .isEqualTo(Outcome.NOT_EXECUTED);
    }
}
