package io.asyncsqlite.internal.worker;

import io.asyncsqlite.SqliteException;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.operation.Completions;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What reads share on one reader that wait together: a snapshot, for which SQLite locks the file, and the hand-over of their results,
 * which wakes a thread. Reader's thread only.
 *
 * <p>Invariants:
 * <ol>
 *   <li>A read shares a snapshot only if it was accepted before that was taken. So it sees every write that had completed when it was
 *       submitted, as it would in a snapshot of its own.
 *   <li>No snapshot is kept while the reader waits, while it runs anything but a read, after a failure, or longer than
 *       {@code SNAPSHOT_NANOS} and the read that runs then.
 *   <li>Results are handed over before the reader waits, before it runs anything but a read, and when a stream goes on after its
 *       first chunk. A read that follows holds them up no longer than {@code HAND_OVER_NANOS} and until SQLite asks next whether to
 *       stop. A read that took as long is handed over last, by itself.
 *   <li>An operation that was run is kept until its hand-over has succeeded, so that {@link #fail} can hand over what is left.
 * </ol>
 */
final class ReadGroup {

    private static final int MAX_RESULTS = 16;
    private static final long HAND_OVER_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long SNAPSHOT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Fewer are not worth a BEGIN and a COMMIT. */
    private static final int MIN_WAITING = 3;

    private final OperationQueue queue;
    private final Completions completions;
    private final List<Operation<?>> finished = new ArrayList<>(MAX_RESULTS);
    private @Nullable DatabaseConnection snapshot;
    private long snapshotNanos;
    private long finishedSinceNanos;
    private long endedNanos;

    /** What runs, or has run and is to be handed over last. */
    private @Nullable Operation<?> current;

    private boolean currentHasRun;

    ReadGroup(OperationQueue queue, Completions completions) {
        this.queue = queue;
        this.completions = completions;
    }

    /** Runs an operation that was started. Then follows {@link #handOverLast} or, if this returns that it was quick, {@link #keep}. */
    boolean run(DatabaseConnection connection, Operation<?> operation) {
        currentHasRun = false;
        current = operation;
        boolean sharing = operation.shareable();
        if (!sharing) {
            end();
        } else {
            share(connection, operation);
        }
        boolean succeeded = operation.run(connection);
        currentHasRun = true;
        if (!succeeded) {
            endSnapshot();
        }
        endedNanos = System.nanoTime();
        return sharing && endedNanos - operation.startedNanos() <= HAND_OVER_NANOS;
    }

    private void share(DatabaseConnection connection, Operation<?> operation) {
        long now = System.nanoTime();
        if (snapshot != null && !mayShare(operation, now)) {
            endSnapshot();
        }
        if (snapshot == null && queue.size() >= MIN_WAITING) {
            // SQLite takes it later still, with the first read.
            snapshotNanos = now;
            try {
                connection.transaction().begin(BeginMode.DEFERRED);
                snapshot = connection;
            } catch (SqliteException e) {
                // Intentionally nothing: each read meets the reason itself, and fails with it.
                connection.transaction().rollback();
            }
        }
    }

    private boolean mayShare(Operation<?> operation, long now) {
        return operation.acceptedNanos() - snapshotNanos < 0 && now - snapshotNanos < SNAPSHOT_NANOS;
    }

    /** Keeps the result of the operation that ran last, to be handed over with others. */
    void keep(Operation<?> last) {
        finished.add(last);
        current = null;
        if (finished.size() == 1) {
            finishedSinceNanos = endedNanos;
        } else if (finished.size() == MAX_RESULTS) {
            handOver();
        }
    }

    /** Hands over what would wait too long for the statement that runs. Returns whether that must stop, which is never so. */
    boolean handOverIfLate(long now) {
        if (now - finishedSinceNanos > HAND_OVER_NANOS) {
            handOver();
        }
        return false;
    }

    /** Ends what is shared. */
    void end() {
        endSnapshot();
        handOver();
    }

    private void endSnapshot() {
        DatabaseConnection connection = snapshot;
        if (connection != null) {
            snapshot = null;
            connection.transaction().endSnapshot();
        }
    }

    /** Hands over the results that are kept. */
    void handOver() {
        if (!finished.isEmpty()) {
            completions.completeAll(List.copyOf(finished));
            finished.clear();
        }
    }

    /** Hands over the results that are kept, and then that of the operation that ran last. */
    void handOverLast() {
        handOver();
        Operation<?> last = current;
        if (last != null) {
            completions.complete(last);
            current = null;
        }
    }

    /** Completes everything that was taken, because the thread ends: what has no result fails. */
    void fail(Throwable reason) {
        Operation<?> last = current;
        if (last != null && !currentHasRun) {
            last.fail(reason);
        }
        handOverLast();
    }
}
