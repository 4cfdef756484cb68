package io.asyncsqlite.internal.operation;

import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the races have in common: operations that need no database, and waits that tell a lost wake-up from a late one. */
public final class Race {

    /** Far beyond what a busy machine delays a thread. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    // Once one was proved, a run must not spend its hours on the patience for the others.
    private static volatile boolean wakeUpLost;

    private Race() {}

    public static long patienceNanos() {
        return wakeUpLost ? TimeUnit.MILLISECONDS.toNanos(1) : PATIENCE_NANOS;
    }

    public static void wakeUpLost() {
        wakeUpLost = true;
    }

    static Operation<?> operation() {
        return operation(0);
    }

    static Operation<?> operation(long bytes) {
        Operation<?> operation = new Operation<Void>(Runnable::run, SqliteListener.OperationKind.WRITE, bytes) {
            @Override
            public String sql() {
                return "SELECT 1";
            }

            @Override
            public Object work(DatabaseConnection connection) {
                return null;
            }
        };
        accept(operation);
        return operation;
    }

    /** Gives it more time than a race takes. */
    public static void accept(Operation<?> operation) {
        operation.accept(System.nanoTime(), TimeUnit.HOURS.toNanos(1));
    }

    /** Takes an operation. Returns which one it was, that the queue had ended, or that no thread woke the worker. */
    static String take(OperationQueue queue, Operation<?>... known) {
        long deadline = System.nanoTime() + patienceNanos();
        Operation<?> operation = queue.poll(deadline);
        if (System.nanoTime() - deadline >= 0) {
            wakeUpLost();
            return "never woken";
        }
        return operation == null ? "end" : name(operation, known);
    }

    private static String name(Operation<?> operation, Operation<?>... known) {
        int index = List.of(known).indexOf(operation);
        return index < 0 ? "unknown" : String.valueOf((char) ('a' + index));
    }
}
