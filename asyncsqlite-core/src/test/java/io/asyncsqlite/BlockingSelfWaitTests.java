package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncsqlite.testing.AppDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Code that waits and has a transaction open is refused what would wait for this transaction. */
@Timeout(30)
class BlockingSelfWaitTests extends AppDatabase {

    private static final String INSERT = "INSERT INTO t VALUES (1)";

    private BlockingSqlite blocking;

    @BeforeEach
    void view() {
        blocking = db.blocking();
    }

    @Test
    void everyWriteThroughTheDatabaseIsRefusedAtOnce() {
        refusedInTransaction(database -> database.execute(INSERT));
        refusedInTransaction(database -> database.executeMany(INSERT.replace("1", "?"), List.of(1)));
        refusedInTransaction(database -> database.executeScript(INSERT));
        refusedInTransaction(database -> database.query(INSERT + " RETURNING *").list());
        refusedInTransaction(database -> database.query(INSERT + " RETURNING *").forEach(row -> {}));
        refusedInTransaction(database -> database.write(connection -> 1));
        refusedInTransaction(database -> database.inTransaction(tx -> 1));
        refusedInTransaction(BlockingSqlite::begin);
    }

    private void refusedInTransaction(Consumer<BlockingSqlite> write) {
        blocking.inTransaction(tx -> {
            tx.execute(INSERT);
            assertThatItNamesBothLines(() -> write.accept(blocking));
            assertThatItNamesBothLines(
                    () -> write.accept(db.withTimeout(Duration.ofSeconds(5)).blocking()));
            return tx.execute(INSERT);
        });
    }

    @Test
    void handleRefusesUntilItHasEnded() {
        try (BlockingTransaction tx = blocking.begin(TransactionMode.IMMEDIATE, "transfer")) {
            assertThat(catchThrowable(() -> blocking.execute(INSERT)))
                    .isInstanceOf(TransactionException.class)
                    .hasMessageContaining("waits for the transaction 'transfer', inside of which it was submitted");
            tx.commit();
            blocking.execute(INSERT);
        }
        try (BlockingTransaction tx = blocking.begin()) {
            tx.rollback();
            blocking.execute(INSERT);
        }
        blocking.execute(INSERT);
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void readsAndReadOnlyTransactionsWaitForNothing() {
        blocking.inTransaction(tx -> {
            tx.execute(INSERT);
            assertThat(count()).isZero();
            return blocking.inTransaction(
                    TransactionMode.READ_ONLY,
                    reading -> reading.query("SELECT 1").list());
        });
        blocking.inTransaction(TransactionMode.READ_ONLY, reading -> blocking.execute(INSERT));
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void readIsRefusedWhereOneConnectionServesAll() {
        try (AsyncSqlite memory = AsyncSqlite.inMemory()) {
            memory.blocking().inTransaction(TransactionMode.READ_ONLY, tx -> {
                assertThatItNamesBothLines(
                        () -> memory.blocking().query("SELECT 1").list());
                return 1;
            });
            assertThat(memory.blocking().query("SELECT 1").list()).hasSize(1);
        }
    }

    @Test
    void transactionOfAnotherDatabaseInBetweenHidesNothing() {
        try (AsyncSqlite other = AsyncSqlite.open(directory.resolve("other.db"))) {
            blocking.inTransaction(tx -> other.blocking().inTransaction(inner -> {
                assertThatItNamesBothLines(() -> blocking.execute(INSERT));
                assertThatItNamesBothLines(() -> other.blocking().executeScript("CREATE TABLE t(k)"));
                return 1;
            }));
            blocking.inTransaction(tx -> {
                other.blocking().executeScript("CREATE TABLE t(k)");
                assertThatItNamesBothLines(() -> blocking.execute(INSERT));
                return 1;
            });
        }
    }

    @Test
    void transactionUsedByAnotherThreadIsWaitedFor() {
        waitsAfterUse(tx -> tx.execute(INSERT));
        waitsAfterUse(tx -> tx.queryMany(INSERT + " RETURNING ?", List.of(1)).list());
        waitsAfterUse(
                tx -> tx.bulkWrite(INSERT.replace("1", "?")).from(List.of(1).iterator()));
        assertThat(count()).isEqualTo(6);
    }

    private void waitsAfterUse(Consumer<BlockingTransaction> use) {
        BlockingTransaction tx = blocking.begin();
        CompletableFuture.runAsync(() -> use.accept(tx)).join();
        CompletableFuture<Void> committed = CompletableFuture.runAsync(() -> {
            while (db.stats().queuedWrites() == 0) {
                Thread.onSpinWait();
            }
            tx.commit();
        });

        blocking.execute(INSERT);

        committed.join();
    }

    @Test
    void otherThreadsWaitForTheirTurn() {
        CompletableFuture<WriteResult> beside;
        try (BlockingTransaction tx = blocking.begin()) {
            beside = CompletableFuture.supplyAsync(() -> blocking.execute(INSERT));
            tx.execute(INSERT);
            tx.commit();
        }
        beside.join();
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void futureThatTheThreadWaitsForFailsSoon() {
        blocking.inTransaction(tx -> {
            assertThat(catchThrowable(() -> db.execute(INSERT).join()))
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(TransactionException.class)
                    .hasMessageContaining("inside of which it was submitted");
            return tx.execute(INSERT);
        });
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void futureBesideASlowTransactionIsKept() throws Exception {
        CompletableFuture<WriteResult> beside = blocking.inTransaction(tx -> {
            CompletableFuture<WriteResult> submitted = db.execute(INSERT);
            long since = System.nanoTime();
            while (System.nanoTime() - since < 1_000_000_000L) {
                Thread.onSpinWait();
            }
            return submitted;
        });

        await(beside);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void viewWithATimeoutEndsItsTransaction() {
        try (BlockingTransaction tx = blocking.begin()) {
            BlockingTransaction brief = tx.withTimeout(Duration.ofMillis(200));
            assertThat(catchThrowable(() -> brief.query(
                                    "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i FROM n) SELECT count(*) FROM n")
                            .list()))
                    .isInstanceOf(OperationTimeoutException.class);
            brief.execute(INSERT);
            brief.commit();
        }
        assertThat(count()).isEqualTo(1);
    }

    private long count() {
        return blocking.query("SELECT count(*) FROM t").mapTo(Long.class).one();
    }

    private static void assertThatItNamesBothLines(ThrowingCallable call) {
        assertThat(catchThrowable(call))
                .isInstanceOf(TransactionException.class)
                .hasMessageMatching(
                        "(?s)The operation submitted at io.asyncsqlite.BlockingSelfWaitTests.* waits for the"
                                + " transaction opened at io.asyncsqlite.BlockingSelfWaitTests.*, inside of which it was submitted:"
                                + " use the transaction for it, not the database: the operation was not executed.*")
                .extracting(thrown -> ((SqliteException) thrown).outcome())
                .isEqualTo(Outcome.NOT_EXECUTED);
    }
}
