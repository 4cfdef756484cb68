package io.asyncsqlite.faults;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.JournalMode;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.Synchronous;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes the same writes in the same order each time, and prints the outcome of each: {@code 7 3 ROLLED_BACK} is its id, the
 * number of its rows, and {@code ACK} or the outcome of its exception. Ends by itself: it closes the database, or halts at the
 * first failure.
 */
final class FaultyDiskProgram {

    /** How many writes there are; their ids count from 1. */
    static final int WRITES = 31;

    private final AsyncSqlite db;
    private final boolean halts;
    private int id;

    private FaultyDiskProgram(AsyncSqlite db, boolean halts) {
        this.db = db;
        this.halts = halts;
    }

    /** Takes the database file, {@code close} or {@code halt}, and the journal mode. */
    public static void main(String[] arguments) throws Exception {
        SqliteOptions options = SqliteOptions.file(Path.of(arguments[0]))
                .journalMode(JournalMode.valueOf(arguments[2]))
                .synchronous(Synchronous.EXTRA)
                .build();
        try (AsyncSqlite db = AsyncSqlite.open(options)) {
            new FaultyDiskProgram(db, arguments[1].equals("halt")).write();
        } catch (DatabaseOpenException e) {
            System.out.println("NOT OPENED");
        }
    }

    private void write() throws Exception {
        oneByOne();
        together();
        transactionsTogether();
        Waits.failureOf(db.query("PRAGMA wal_checkpoint(TRUNCATE)").list());
        oneByOne();
        together();
        transactionsTogether();
        single();
    }

    private void oneByOne() throws Exception {
        single();
        batch();
        transaction();
        lambda();
    }

    private void single() throws Exception {
        report(next(), 1, db.execute("INSERT INTO t(id, part) VALUES (?, 1)", id));
    }

    private void batch() throws Exception {
        report(next(), 3, insertThree());
    }

    private CompletableFuture<Long> insertThree() {
        return db.executeMany(
                "INSERT INTO t(id, part) VALUES (?, ?)", List.of(List.of(id, 1), List.of(id, 2), List.of(id, 3)));
    }

    private void transaction() throws Exception {
        int own = next();
        report(own, 2, insertTwo(own));
    }

    private void lambda() throws Exception {
        int own = next();
        report(own, 2, insertTwoAtOnce(own));
    }

    /** Five writes share a transaction: they are queued while another operation has the connection. */
    private void together() throws Exception {
        CountDownLatch queued = new CountDownLatch(1);
        CompletableFuture<Boolean> gate = db.write(connection -> queued.await(10, TimeUnit.SECONDS));
        Map<Integer, CompletableFuture<?>> group = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            group.put(next(), db.execute("INSERT INTO t(id, part) VALUES (?, 1)", id));
        }
        int batch = next();
        CompletableFuture<?> many = insertThree();
        queued.countDown();
        Waits.failureOf(gate);
        for (Map.Entry<Integer, CompletableFuture<?>> member : group.entrySet()) {
            report(member.getKey(), 1, member.getValue());
        }
        report(batch, 3, many);
    }

    /** Six transactions that share a flush of the log: they are queued while another operation has the connection. */
    private void transactionsTogether() throws Exception {
        CountDownLatch queued = new CountDownLatch(1);
        CompletableFuture<Boolean> gate = db.write(connection -> queued.await(10, TimeUnit.SECONDS));
        Map<Integer, CompletableFuture<?>> sharing = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            int own = next();
            sharing.put(own, insertTwo(own));
            int lambda = next();
            sharing.put(lambda, insertTwoAtOnce(lambda));
        }
        queued.countDown();
        Waits.failureOf(gate);
        for (Map.Entry<Integer, CompletableFuture<?>> one : sharing.entrySet()) {
            report(one.getKey(), 2, one.getValue());
        }
    }

    private CompletableFuture<?> insertTwo(int id) {
        return db.inTransaction(tx -> tx.execute("INSERT INTO t(id, part) VALUES (?, 1)", id)
                .thenCompose(one -> tx.execute("INSERT INTO t(id, part) VALUES (?, 2)", id)));
    }

    private CompletableFuture<?> insertTwoAtOnce(int id) {
        return db.write(connection -> {
            connection.execute("INSERT INTO t(id, part) VALUES (?, 1)", id);
            return connection.execute("INSERT INTO t(id, part) VALUES (?, 2)", id);
        });
    }

    private int next() {
        return ++id;
    }

    private void report(int id, int rows, CompletableFuture<?> write) throws Exception {
        SqliteException failure = Waits.failureOf(write);
        System.out.println(id + " " + rows + " " + (failure == null ? "ACK" : failure.outcome()));
        if (halts && failure != null) {
            // As a kill would: what is in the write-ahead log stays there, for a recovery to find.
            System.out.flush();
            Runtime.getRuntime().halt(0);
        }
    }
}
