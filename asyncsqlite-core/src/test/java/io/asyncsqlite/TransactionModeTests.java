package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.AppDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransactionModeTests extends AppDatabase {

    @Test
    void readOnlyTransactionSeesOneSnapshotAndCannotWrite() throws Exception {
        CompletableFuture<Long> seen = db.inTransaction(
                TransactionMode.READ_ONLY,
                tx -> count(tx)
                        .thenCompose(first -> db.execute("INSERT INTO t VALUES (1)")
                                .thenCompose(written -> count(tx))
                                .thenCompose(second -> tx.execute("DELETE FROM t")
                                        .handle((result, failure) -> {
                                            assertThat(failure)
                                                    .isInstanceOf(InvalidStatementException.class)
                                                    .hasMessageContaining(
                                                            "A read-only transaction runs only statements that read");
                                            return second - first;
                                        }))));

        assertThat(await(seen)).isZero();
        assertThat(await(db.inTransaction(TransactionMode.READ_ONLY, TransactionModeTests::count)))
                .isEqualTo(await(count(db)));
    }

    @Test
    void readOnlyTransactionInMemoryCannotWrite() throws Exception {
        try (AsyncSqlite memory = AsyncSqlite.inMemory()) {
            assertThat(failureOf(memory.inTransaction(
                            TransactionMode.READ_ONLY, tx -> tx.execute("CREATE TABLE t(k INTEGER)"))))
                    .isInstanceOf(InvalidStatementException.class);
        }
    }

    @Test
    void locksAreTakenAsAsked() throws Exception {
        Path file = directory.resolve("locks.db");
        try (AsyncSqlite locking = AsyncSqlite.open(
                        SqliteOptions.file(file).journalMode(JournalMode.DELETE).build());
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            await(locking.execute("CREATE TABLE t(k INTEGER)"));
            statement.execute("PRAGMA busy_timeout = 0");

            assertThat(whileOpen(locking, TransactionMode.DEFERRED, statement)).isEqualTo("reads and writes");
            assertThat(whileOpen(locking, TransactionMode.IMMEDIATE, statement)).isEqualTo("reads");
            assertThat(whileOpen(locking, TransactionMode.EXCLUSIVE, statement)).isEqualTo("nothing");
        }
    }

    /** Tells what another connection can do while a transaction is open that has run nothing yet. */
    private static String whileOpen(AsyncSqlite database, TransactionMode mode, Statement other) throws Exception {
        return await(database.inTransaction(mode, tx -> CompletableFuture.completedFuture(abilities(other))));
    }

    private static String abilities(Statement other) {
        try {
            other.executeQuery("SELECT count(*) FROM t").close();
        } catch (SQLException busy) {
            return "nothing";
        }
        try {
            other.execute("INSERT INTO t VALUES (1)");
            return "reads and writes";
        } catch (SQLException busy) {
            return "reads";
        }
    }

    private static CompletableFuture<Long> count(AsyncOperations operations) {
        return operations.query("SELECT count(*) FROM t").mapTo(Long.class).one();
    }
}
