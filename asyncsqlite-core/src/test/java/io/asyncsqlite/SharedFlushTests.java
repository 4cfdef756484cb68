package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.SingleThread;
import io.asyncsqlite.testing.SlowLogDatabase;
import io.asyncsqlite.testing.WriterGate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Which commits share a flush of the log, and which wait for the disk themselves. */
@Timeout(60)
class SharedFlushTests extends SlowLogDatabase {

    @Test
    void transactionsShareAFlush() throws Exception {
        List<CompletableFuture<?>> writes = WriterGate.whileHeld(db, () -> writes(1, 60));
        engine.awaitFlush();
        awaitRows(60);

        assertNoneDone(writes);

        engine.allowAll();
        for (CompletableFuture<?> write : writes) {
            await(write);
        }
        // The first flush served what had committed before it began, the next ones all the rest.
        assertThat(engine.flushes()).isBetween(1, 10);
    }

    /** A statement, a batch, a script, a lambda and a transaction in turn, each with one row. */
    private List<CompletableFuture<?>> writes(int from, int to) {
        List<CompletableFuture<?>> writes = new ArrayList<>();
        for (int k = from; k <= to; k++) {
            long key = k;
            writes.add(
                    switch (k % 5) {
                        case 0 -> db.execute("INSERT INTO t VALUES (?)", key);
                        case 1 -> transaction(key);
                        case 2 -> db.executeMany("INSERT INTO t VALUES (?)", List.of(List.of(key)));
                        case 3 -> db.write(c -> c.execute("INSERT INTO t VALUES (?)", key));
                        default -> db.executeScript("INSERT INTO t VALUES (" + key + ")");
                    });
        }
        return writes;
    }

    @Test
    void answersKeepTheirOrder() throws Exception {
        List<Integer> order = new CopyOnWriteArrayList<>();
        try (AsyncSqlite ordered =
                open(SqliteOptions.file(directory.resolve("ordered.db")).callbackExecutor(SingleThread.executor()))) {
            db.close();
            db = ordered;
            List<CompletableFuture<?>> told = new ArrayList<>();
            WriterGate.whileHeld(db, () -> {
                List<CompletableFuture<?>> writes = writes(1, 30);
                for (int i = 0; i < writes.size(); i++) {
                    int number = i;
                    told.add(writes.get(i).thenRun(() -> order.add(number)));
                }
                return writes;
            });
            engine.allowAll();
            for (CompletableFuture<?> one : told) {
                await(one);
            }
        }
        assertThat(order).hasSize(30).isSorted();
    }

    @Test
    void loneTransactionWaitsForTheDiskItself() throws Exception {
        for (long k = 0; k < 5; k++) {
            await(transaction(k));
            long key = k;
            await(db.write(c -> c.execute("INSERT INTO t VALUES (?)", 100 + key)));
        }

        assertThat(engine.flushes()).isZero();
    }

    @Test
    void groupOfStatementsWaitsForTheDiskItself() throws Exception {
        List<CompletableFuture<?>> writes = WriterGate.whileHeld(db, () -> {
            List<CompletableFuture<?>> statements = new ArrayList<>();
            for (int k = 0; k < 20; k++) {
                statements.add(db.execute("INSERT INTO t VALUES (?)", k));
            }
            return statements;
        });
        for (CompletableFuture<?> write : writes) {
            await(write);
        }

        assertThat(engine.flushes()).isZero();
    }

    @Test
    void transactionThatThinksDelaysNoOther() throws Exception {
        engine.allowAll();
        CompletableFuture<Void> thinking = new CompletableFuture<>();
        List<CompletableFuture<?>> both = WriterGate.whileHeld(
                db, () -> List.of(transaction(1), db.inTransaction(tx -> thinking), transaction(2)));

        await(both.get(0));
        assertThat(both.get(1)).isNotDone();
        thinking.complete(null);
        await(both.get(1));
        await(both.get(2));
    }

    @Test
    void turnsOfConnectionsShareAFlush() throws Exception {
        List<AsyncConnection> connections = List.of(await(db.connect()), await(db.connect()), await(db.connect()));
        List<CompletableFuture<?>> writes = WriterGate.whileHeld(db, () -> {
            List<CompletableFuture<?>> submitted = new ArrayList<>(List.of(transaction(1), transaction(2)));
            for (int i = 0; i < connections.size(); i++) {
                submitted.add(connections.get(i).execute("INSERT INTO t VALUES (?)", 10 + i));
            }
            // The threads of the connections ask for their turns; without them the writer would wait for the blocked
            // flush.
            WriterGate.awaitQueued(db, submitted.size());
            return submitted;
        });
        engine.awaitFlush();
        awaitRows(5);
        assertNoneDone(writes.subList(0, 2));

        engine.allowAll();
        for (CompletableFuture<?> write : writes) {
            await(write);
        }
        for (AsyncConnection connection : connections) {
            assertThat(await(connection
                            .query("PRAGMA synchronous")
                            .mapTo(Long.class)
                            .one()))
                    .isEqualTo(Synchronous.FULL.level());
        }
    }

    @Test
    void closingWaitsForTheFlush() throws Exception {
        List<CompletableFuture<?>> writes = commitBehindABlockedFlush();

        CompletableFuture<Void> closed = db.closeAsync();
        assertPending(closed);

        engine.allowAll();
        await(closed);
        for (CompletableFuture<?> write : writes) {
            await(write);
        }
    }

    @Test
    void logThatCannotBeOpenedIsNotShared() throws Exception {
        engine.refuseLog();

        for (CompletableFuture<?> write : WriterGate.whileHeld(db, () -> writes(1, 20))) {
            await(write);
        }
        assertThat(engine.flushes()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"FULL", "EXTRA"})
    void commitsThatPromiseLessAreNotFlushed(Synchronous synchronous) throws Exception {
        db.close();
        db = open(SqliteOptions.file(directory.resolve("less.db")).synchronous(synchronous));

        for (CompletableFuture<?> write : WriterGate.whileHeld(db, () -> writes(1, 20))) {
            await(write);
        }
        assertThat(engine.flushes()).isZero();
    }

    @Test
    void rollbackJournalIsNotShared() throws Exception {
        db.close();
        db = open(SqliteOptions.file(directory.resolve("journal.db")).journalMode(JournalMode.DELETE));

        for (CompletableFuture<?> write : WriterGate.whileHeld(db, () -> writes(1, 20))) {
            await(write);
        }
        assertThat(engine.flushes()).isZero();
    }

    private static void assertNoneDone(List<CompletableFuture<?>> futures) {
        assertThat(futures).allSatisfy(future -> assertThat(future).isNotDone());
    }
}
