package io.asyncsqlite.litestream;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Inserts rows with the ids 1, 2, 3 and so on until it is killed, 64 at a time at most. From time to time it prints the id up to which all rows
 * were acknowledged, the longest time in microseconds that a row has waited, and the bytes of the log.
 */
final class WritingProgram {

    private static final int IN_FLIGHT = 64;

    private record Sent(long id, long nanos, CompletableFuture<?> future) {}

    private WritingProgram() {}

    /** Takes the database file, the rows per second or 0 for as many as go, and the pages of log at which SQLite does checkpoints, or 0. */
    public static void main(String[] arguments) {
        SqliteOptions.Builder options = SqliteOptions.file(Path.of(arguments[0]));
        if (!arguments[2].equals("0")) {
            options.pragma("wal_autocheckpoint", arguments[2]);
        }
        AsyncSqlite db = AsyncSqlite.open(options.build());
        db.execute("CREATE TABLE entry(id INTEGER PRIMARY KEY, body BLOB NOT NULL)")
                .join();
        System.out.println("0 0 0");
        write(db, Long.parseLong(arguments[1]));
    }

    private static void write(AsyncSqlite db, long perSecond) {
        Queue<Sent> sent = new ArrayDeque<>();
        long begin = System.nanoTime();
        long longest = 0;
        for (long id = 1; ; id++) {
            if (perSecond > 0) {
                waitUntil(begin + id * TimeUnit.SECONDS.toNanos(1) / perSecond);
            }
            sent.add(new Sent(id, System.nanoTime(), db.execute("INSERT INTO entry VALUES (?, randomblob(100))", id)));
            while (!sent.isEmpty()
                    && (sent.size() >= IN_FLIGHT || sent.element().future().isDone())) {
                Sent oldest = sent.remove();
                oldest.future().join();
                longest = Math.max(longest, System.nanoTime() - oldest.nanos());
                if (oldest.id() % 20 == 0) {
                    System.out.println(oldest.id() + " " + longest / 1_000 + " "
                            + db.stats().logBytes());
                }
            }
        }
    }

    private static void waitUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
