package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.Endless;
import io.asyncsqlite.testing.WriterGate;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Closing with a timeout stops the operations that do not end in time, and returns their number. */
@Timeout(60)
class CloseInTimeTests extends AppDatabase {

    private static final Duration SHORT = Duration.ofMillis(50);

    @AfterEach
    void nothingIsLeft() {
        assertThat(directory.resolve("app.db-wal")).doesNotExist();
    }

    @Test
    void closeFinishesAcceptedOperations() throws Exception {
        List<CompletableFuture<WriteResult>> accepted = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            accepted.add(db.execute("INSERT INTO t VALUES (?)", i));
        }

        assertThat(db.close(Duration.ofSeconds(30))).isZero();

        for (CompletableFuture<WriteResult> future : accepted) {
            assertThat(await(future).rowsUpdated()).isEqualTo(1);
        }
    }

    @Test
    void theRestFailsAndIsCounted() throws Exception {
        CompletableFuture<WriteResult> write = db.execute(Endless.INSERT);
        Endless.untilRunning("writer", "app.db");
        CompletableFuture<WriteResult> waiting = db.execute("INSERT INTO t VALUES (1)");
        CompletableFuture<List<Row>> read = db.query(Endless.SELECT).list();
        Endless.untilRunning("reader-1", "app.db");

        assertThat(db.close(SHORT)).isEqualTo(3);

        assertRolledBack(write);
        assertRolledBack(read);
        assertThat(failureOf(waiting))
                .isInstanceOf(DatabaseClosedException.class)
                .hasMessage("Database 'app.db' is closed: the operation was not executed");
        assertThat(rows()).isZero();
    }

    @Test
    void neighboursOfAnEndlessMemberAreNotLost() throws Exception {
        CompletableFuture<WriteResult> quick = new CompletableFuture<>();
        CompletableFuture<WriteResult> endless = WriterGate.whileHeld(db, () -> {
            db.execute("INSERT INTO t VALUES (1)").whenComplete((result, failure) -> quick.complete(result));
            return db.execute(Endless.INSERT);
        });

        assertThat(db.close(Duration.ofSeconds(2))).isEqualTo(1);

        assertThat(await(quick).rowsUpdated()).isEqualTo(1);
        assertRolledBack(endless);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void lambdasAreInterruptedOnEitherConnection() throws Exception {
        CountDownLatch entered = new CountDownLatch(2);
        ConnectionWork<Boolean> work = connection -> {
            entered.countDown();
            return new CountDownLatch(1).await(30, TimeUnit.SECONDS);
        };
        CompletableFuture<Boolean> write = db.write(work);
        CompletableFuture<Boolean> read = db.read(work);
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(db.close(SHORT)).isEqualTo(2);

        assertRolledBack(write);
        assertRolledBack(read);
    }

    @Test
    void anOpenTransactionIsRolledBack() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CompletableFuture<Void> writing =
                db.inTransaction(tx -> tx.execute("INSERT INTO t VALUES (1)").thenCompose(result -> {
                    written.countDown();
                    return new CompletableFuture<>();
                }));
        CompletableFuture<Void> reading = db.inTransaction(TransactionMode.READ_ONLY, tx -> new CompletableFuture<>());
        assertThat(written.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(db.close(SHORT)).isEqualTo(2);

        assertRolledBack(writing);
        assertThat(failureOf(reading)).isInstanceOf(DatabaseClosedException.class);
        assertThat(rows()).isZero();
    }

    @Test
    void connectionsOfOnesOwnAreEndedToo() throws Exception {
        AsyncConnection connection = await(db.connect());
        await(connection.begin());
        CompletableFuture<WriteResult> write = connection.execute(Endless.INSERT);
        Endless.untilRunning("connection-1", "app.db");
        CompletableFuture<Void> commit = connection.commit();

        assertThat(db.close(SHORT)).isEqualTo(2);

        assertRolledBack(write);
        assertThat(failureOf(commit)).isInstanceOf(DatabaseClosedException.class);
        assertThat(rows()).isZero();
    }

    @Test
    void closeEndsTheWaitForALockOfAnotherProcess() throws Exception {
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("app.db"));
                var statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            CompletableFuture<WriteResult> write = db.execute("INSERT INTO t VALUES (1)");

            assertThat(db.close(SHORT)).isEqualTo(1);

            assertThat(failureOf(write)).isInstanceOf(DatabaseClosedException.class);
            statement.execute("ROLLBACK");
        }
    }

    @Test
    void aTimeBelowZeroIsRefusedAndASecondCloseDoesNothing() {
        assertThatThrownBy(() -> db.close(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout must be from 0 to 365 days, was -1 ms");
        assertThat(db.close(Duration.ZERO)).isZero();
        assertThat(db.close(Duration.ZERO)).isZero();
    }

    private static void assertRolledBack(CompletableFuture<?> future) throws Exception {
        assertThat(failureOf(future)).isInstanceOfSatisfying(DatabaseClosedException.class, failure -> {
            assertThat(failure.outcome()).isEqualTo(Outcome.ROLLED_BACK);
            assertThat(failure)
                    .hasMessage("Database 'app.db' was closed before the operation was finished: it was rolled back");
        });
    }

    private long rows() throws Exception {
        try (AsyncSqlite again = AsyncSqlite.open(directory.resolve("app.db"))) {
            return await(again.query("SELECT count(*) FROM t").mapTo(Long.class).one());
        }
    }
}
