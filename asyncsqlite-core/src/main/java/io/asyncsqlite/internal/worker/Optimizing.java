package io.asyncsqlite.internal.worker;

import io.asyncsqlite.internal.connection.ConnectionFactory;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.operation.OperationQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;

/**
 * Keeps SQLite's statistics up to date while the writer has nothing to do. Worker thread only.
 *
 * <p>Invariants:
 * <ol>
 *   <li>It runs once after the opening, and then once an hour if something was written, each time when the writer had nothing to do for {@code
 *       IDLE_NANOS}. The last time is at the close of the database ({@link ConnectionFactory#closeWriter}).
 *   <li>An operation that arrives stops it; it then runs again in the next pause.
 *   <li>A program that writes nothing is woken once.
 * </ol>
 *
 * @see <a href="https://www.sqlite.org/lang_analyze.html#req">Recommended usage of PRAGMA optimize</a>
 */
final class Optimizing {

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long PERIOD_NANOS = TimeUnit.HOURS.toNanos(1);
    /** Looks at all tables, also at those that this connection has not read yet. */
    private static final String FIRST = "optimize=0x10002";

    private static final String LATER = "optimize";

    private final ConnectionFactory connections;
    private final OperationQueue queue;
    private String next = FIRST;
    private boolean wanted = true;
    private long dueNanos = System.nanoTime();

    Optimizing(ConnectionFactory connections, OperationQueue queue) {
        this.connections = connections;
        this.queue = queue;
    }

    /** Returns how long the writer must have had nothing to do before it is due, or 0 for never. */
    long idleNanos() {
        return wanted ? Math.max(IDLE_NANOS, dueNanos - System.nanoTime()) : 0;
    }

    boolean isDue() {
        return wanted && dueNanos - System.nanoTime() <= 0;
    }

    void run(DatabaseConnection writer) {
        LongPredicate usual = writer.interrupter().stopIf(now -> queue.size() > 0 || queue.isClosed());
        try {
            connections.optimize(writer, next);
            // After another failure than a stop it would fail again.
            if (queue.size() == 0) {
                next = LATER;
                wanted = false;
                dueNanos = System.nanoTime() + PERIOD_NANOS;
            }
        } finally {
            writer.interrupter().stopIf(usual);
        }
    }

    void afterTransaction() {
        wanted = true;
    }
}
