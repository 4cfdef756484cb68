package io.asyncsqlite.crash;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.Synchronous;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Writes until it is killed, and prints the id of each write whose future has completed: {@code S} for a single statement, {@code B} for a
 * batch of three rows, {@code T} for a transaction of two. Every other time that it has opened the database SQLite checkpoints inside of most
 * COMMITs, else the database does now and then after one. Empties the write-ahead log, and closes and opens the database again, every now and then; prints {@link #CHECKPOINT} and {@link #CLOSE} before and {@link #DONE} after, so that the
 * kill may come then.
 */
final class CrashingProgram {

    static final String CHECKPOINT = "CHECKPOINT";
    static final String CLOSE = "CLOSE";
    static final String DONE = "DONE";
    /** Printed when the database has checkpointed by itself. */
    static final String TAKEN_BACK = "TAKEN BACK";

    private static final int IN_FLIGHT = 64;
    private static final int CHECKPOINTS_BETWEEN_CLOSES = 3;
    private static final long MILLIS_BETWEEN_CHECKPOINTS = 50;
    private static final long MILLIS_WITHOUT_THOSE_OF_SQLITE = 250;
    // A slow disk takes that long to fill the log until the database checkpoints by itself.
    private static final long MOST_MILLIS = 20_000;

    private CrashingProgram() {}

    /** Takes the database file, the setting of synchronous, and the first id. */
    public static void main(String[] arguments) throws Exception {
        long id = Long.parseLong(arguments[2]);
        AtomicInteger takenBack = new AtomicInteger();
        SqliteOptions.Builder options = SqliteOptions.file(Path.of(arguments[0]))
                .synchronous(Synchronous.valueOf(arguments[1]))
                .listener(new SqliteListener() {
                    @Override
                    public void checkpointed(Checkpoint checkpoint) {
                        takenBack.incrementAndGet();
                        System.out.println(TAKEN_BACK);
                    }
                });
        for (boolean inCommits = id % 2 == 0; ; inCommits = !inCommits) {
            long millis = inCommits ? MILLIS_BETWEEN_CHECKPOINTS : MILLIS_WITHOUT_THOSE_OF_SQLITE;
            int before = inCommits ? -1 : takenBack.get();
            // Zero is what the library sets itself.
            options.pragma("wal_autocheckpoint", inCommits ? "20" : "0");
            try (AsyncSqlite db = AsyncSqlite.open(options.build())) {
                for (int i = 0; i < CHECKPOINTS_BETWEEN_CLOSES; i++) {
                    id = write(db, id, millis, () -> takenBack.get() > before);
                    System.out.println(CHECKPOINT);
                    db.query("PRAGMA wal_checkpoint(TRUNCATE)").list().join();
                    System.out.println(DONE);
                }
                id = write(db, id, millis, () -> true);
                System.out.println(CLOSE);
            }
            System.out.println(DONE);
        }
    }

    /** Writes for that time, and on until the condition holds. */
    private static long write(AsyncSqlite db, long first, long millis, BooleanSupplier condition)
            throws InterruptedException {
        Semaphore free = new Semaphore(IN_FLIGHT);
        long id = first;
        long begin = System.nanoTime();
        while (isWithin(millis, begin) || isWithin(MOST_MILLIS, begin) && !condition.getAsBoolean()) {
            free.acquire();
            submit(db, id, free);
            id++;
        }
        // Intentionally not waited for: close must finish them.
        return id;
    }

    private static boolean isWithin(long millis, long begin) {
        return System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static void submit(AsyncSqlite db, long id, Semaphore free) {
        var write = switch ((int) (id % 10)) {
            case 0 ->
                db.executeMany(
                        "INSERT INTO batch(id, part) VALUES (?, ?)",
                        List.of(List.of(id, 1), List.of(id, 2), List.of(id, 3)));
            case 1 ->
                db.inTransaction(tx -> tx.execute("INSERT INTO tx(id, part) VALUES (?, 1)", id)
                        .thenCompose(one -> tx.execute("INSERT INTO tx(id, part) VALUES (?, 2)", id)));
            default -> db.execute("INSERT INTO single(id) VALUES (?)", id);
        };
        String name = id % 10 == 0 ? "B " : id % 10 == 1 ? "T " : "S ";
        write.whenComplete((result, failure) -> {
            System.out.println(failure == null ? name + id : "FAILED " + failure);
            free.release();
        });
    }
}
