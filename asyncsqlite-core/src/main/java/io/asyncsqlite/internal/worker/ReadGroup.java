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
 * Reads that wait together for one reader share two things here. They share a snapshot, for which SQLite locks the file once. And
 * they share the hand-over of their results, which wakes one thread. Reader's thread only.
 *
 * <p>Invariants:
 * <ol>
 *   <li>A read shares a snapshot only if the read was accepted before the snapshot was taken. So it sees every write that had
 *       completed when it was submitted, as it would in a snapshot of its own.
 *   <li>No snapshot is kept while the reader waits, while it runs an operation that is no read, or after a failure. A snapshot
 *       older than {@code SNAPSHOT_NANOS} ends before the next read.
 *   <li>Results are handed over before the reader waits, before it runs an operation that is no read, and when a stream goes on
 *       after its first chunk. While a following read runs, SQLite's progress callback hands over results older than {@code
 *       HAND_OVER_NANOS}. A read that took longer than that is handed over alone.
 *   <li>An operation that was run is kept until its hand-over has succeeded, so that {@link #fail} can hand it over.
 * </ol>
 */
final class ReadGroup {

    private static final int MAX_RESULTS = 16;
    private static final long HAND_OVER_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long SNAPSHOT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** For fewer waiting reads a BEGIN and a COMMIT cost more than they save. */
    private static final int MIN_WAITING = 3;

    private final OperationQueue queue;
    private final Completions completions;
    private final List<Operation<?>> finished = new ArrayList<>(MAX_RESULTS);
    private @Nullable DatabaseConnection snapshot;
    private long snapshotNanos;
    private long finishedSinceNanos;
    private long endedNanos;

    /** The operation that runs, or has run and is handed over last. */
    private @Nullable Operation<?> current;

    private boolean currentHasRun;

    ReadGroup(OperationQueue queue, Completions completions) {
        this.queue = queue;
        this.completions = completions;
    }

    /**
     * Runs an operation that was started. Returns whether its result may be kept: then the caller calls {@link #keep}, otherwise
     * {@link #handOverLast}.
     */
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
        // On a server BEGIN and COMMIT cost as much as two reads, and no lock of a file is saved.
        if (snapshot == null
                && queue.size() >= MIN_WAITING
                && !connection.announcements().areWanted()) {
            takeSnapshot(connection, now);
        }
    }

    private void takeSnapshot(DatabaseConnection connection, long now) {
        // SQLite takes the snapshot later, with the first read.
        snapshotNanos = now;
        try {
            connection.transaction().begin(BeginMode.DEFERRED);
            snapshot = connection;
        } catch (SqliteException e) {
            // Intentionally ignored: each read runs without the shared snapshot, and fails by itself if the reason
            // persists.
            connection.transaction().rollback();
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

    /**
     * Progress callback: hands over the kept results if the oldest is older than 100 us. Always returns false: the statement goes
     * on.
     */
    boolean handOverIfLate(long now) {
        if (now - finishedSinceNanos > HAND_OVER_NANOS) {
            handOver();
        }
        return false;
    }

    /** Ends the shared snapshot and hands over the kept results. */
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

    /** Leaves the operation that ran last to the caller, which has it run again. */
    void forgetLast() {
        current = null;
    }

    /**
     * Completes every operation that was taken, because the thread ends. An operation without a result fails with the reason.
     */
    void fail(Throwable reason) {
        Operation<?> last = current;
        if (last != null && !currentHasRun) {
            last.fail(reason);
        }
        handOverLast();
    }
}
