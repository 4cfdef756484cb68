package io.asyncsqlite.crash;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.Synchronous;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Writes until it is killed, and prints the id of each write whose future has completed: {@code S} for a single statement, {@code B} for a
 * batch of three rows, {@code T} for a transaction of two. Closes and opens the database again every now and then, so that the kill may come
 * then too.
 */
final class CrashingProgram {

    private static final int IN_FLIGHT = 64;
    private static final long MILLIS_BETWEEN_CLOSES = 150;

    private CrashingProgram() {}

    /** Takes the database file, the setting of synchronous, and the first id. */
    public static void main(String[] arguments) throws Exception {
        long id = Long.parseLong(arguments[2]);
        SqliteOptions options = SqliteOptions.file(Path.of(arguments[0]))
                .synchronous(Synchronous.valueOf(arguments[1]))
                .build();
        while (true) {
            try (AsyncSqlite db = AsyncSqlite.open(options)) {
                id = write(db, id);
            }
        }
    }

    private static long write(AsyncSqlite db, long first) throws InterruptedException {
        Semaphore free = new Semaphore(IN_FLIGHT);
        long id = first;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS_BETWEEN_CLOSES);
        while (System.nanoTime() < end) {
            free.acquire();
            submit(db, id, free);
            id++;
        }
        // Intentionally not waited for: close must finish them.
        return id;
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
