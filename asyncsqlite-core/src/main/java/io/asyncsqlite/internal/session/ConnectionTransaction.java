package io.asyncsqlite.internal.session;

import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.BlobMode;
import io.asyncsqlite.BusyException;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.Locking;
import io.asyncsqlite.internal.connection.OpenBlob;
import io.asyncsqlite.internal.connection.Savepoints;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.log.Log;
import io.asyncsqlite.internal.operation.Deadlines;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.Services;
import io.asyncsqlite.internal.query.OpenCursors;
import io.asyncsqlite.internal.transaction.LentConnection;
import io.asyncsqlite.internal.worker.WriteLease;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The transaction that the user of one connection has begun, and its turn to write. Worker thread only, but for {@link #isOpen()}.
 *
 * <pre>
 * NONE --begin--> OPEN --commit, rollback--> NONE
 *                  \--rolled back by SQLite or by age--> GONE --commit (which fails), rollback--> NONE
 * </pre>
 *
 * Invariant: operations that were submitted for a transaction that is GONE fail. They never run as transactions of their own.
 */
final class ConnectionTransaction {

    private static final Log LOG = Log.of(ConnectionTransaction.class);
    // SQLITE_BUSY_SNAPSHOT: a transaction cannot write if its snapshot is not the newest.
    private static final int BUSY_SNAPSHOT = 517;

    private final String connectionName;
    private final Services services;
    private final SqliteOptions options;
    private final LentConnection lent;
    private final OpenCursors cursors;
    private final Set<OpenBlob> blobs = new LinkedHashSet<>();
    private final OpenedAt openedAt;

    private volatile boolean open;
    private long deadlineNanos;
    private final Savepoints savepoints;
    private boolean readOnly;
    private @Nullable Operation<?> begunBy;
    private @Nullable TransactionException gone;
    private @Nullable WriteLease lease;

    ConnectionTransaction(String connectionName, Services services, LentConnection lent, OpenedAt openedAt) {
        this.connectionName = connectionName;
        this.services = services;
        this.options = services.options();
        this.lent = lent;
        this.cursors = lent.cursors();
        this.openedAt = openedAt;
        this.savepoints = new Savepoints(this::refused);
    }

    boolean isOpen() {
        return open;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    boolean isExpired() {
        return open && System.nanoTime() - deadlineNanos >= 0;
    }

    /** Notes whether the writer is held now: in memory always, in a file while a transaction has its turn. */
    void noteHold() {
        lent.holdWriter(options.inMemory() || (open && lease != null));
    }

    /** Throws if the transaction that the next operation was submitted for is gone. */
    void check() {
        if (gone != null) {
            throw gone;
        }
    }

    /** Waits for the turn to write, if it is not there yet. */
    void awaitTurn(Operation<?> operation) {
        if (options.inMemory() || lease != null) {
            // In memory the connection is the writer's own.
            return;
        }
        WriteLease asked = new WriteLease(options.callbackExecutor(), connectionName, operation.inside());
        services.workers().accept(asked);
        if (!waitFor(asked, operation)) {
            throw refused("waited for its turn and was stopped");
        }
        lease = asked;
    }

    /** Lets the next transaction share the flush of the log, if it may and others are there to share it with. */
    void shareFlush(DatabaseConnection connection, boolean mayShare) {
        services.completions()
                .held()
                .shareFlush(connection, mayShare && services.workers().commitsShareFlush());
    }

    /** Waits no longer than the operation may wait and, if a transaction is open, no longer than the transaction may last. */
    private boolean waitFor(WriteLease asked, Operation<?> operation) {
        Deadlines deadlines = services.deadlines();
        deadlines.running(operation);
        Deadlines.Timer age = open ? deadlines.at(deadlineNanos, asked::giveUp) : null;
        try {
            return asked.await(operation);
        } finally {
            deadlines.ended(operation);
            if (age != null) {
                age.cancel();
            }
        }
    }

    /** Gives the turn back. A connection that is lost keeps the turn until it is closed, because it may still hold a lock. */
    void endTurn(DatabaseConnection connection) {
        if (connection.broken() == null) {
            connectionClosed();
        }
    }

    void connectionClosed() {
        WriteLease held = lease;
        if (held != null) {
            lease = null;
            held.release();
        }
    }

    void begin(DatabaseConnection connection, Operation<?> begin, TransactionMode mode) {
        check();
        if (open) {
            throw refused("has an open transaction already");
        }
        cursors.readRest();
        boolean waits = mode == TransactionMode.IMMEDIATE || mode == TransactionMode.EXCLUSIVE;
        if (waits || !services.workers().separateReaders()) {
            awaitTurn(begin);
        }
        try {
            shareFlush(connection, lease != null);
            connection.transaction().begin(Locking.of(mode));
            open = true;
            begunBy = begin;
            readOnly = mode == TransactionMode.READ_ONLY;
            deadlineNanos = System.nanoTime() + options.transactionTimeout().toNanos();
        } finally {
            if (!open) {
                endTurn(connection);
            }
        }
    }

    void commit(DatabaseConnection connection) {
        TransactionException reason = gone;
        if (reason != null) {
            gone = null;
            throw reason;
        }
        if (!open) {
            // Every operation so far has committed by itself.
            return;
        }
        // From here on the age limit does not count.
        open = false;
        endBlobs("was closed by the COMMIT of its transaction");
        try {
            connection.transaction().commit("COMMIT");
            cursors.committed();
        } catch (SqliteException e) {
            cursors.rolledBack();
            throw e;
        } finally {
            savepoints.clear();
            endTurn(connection);
        }
    }

    void savepoint(DatabaseConnection connection, Savepoints.Verb verb, String name) {
        check();
        if (!open) {
            throw refused("has no open transaction for a savepoint");
        }
        lent.savepoint(connection, savepoints, verb, name);
    }

    void rollback(DatabaseConnection connection) {
        gone = null;
        if (open) {
            undo(connection);
        }
    }

    void rollbackIfBegunBy(DatabaseConnection connection, Operation<?> begin) {
        if (open && begin.equals(begunBy)) {
            undo(connection);
        }
    }

    private void undo(DatabaseConnection connection) {
        open = false;
        savepoints.clear();
        cursors.rolledBack();
        endBlobs("was closed because its transaction was rolled back");
        connection.transaction().rollback();
        endTurn(connection);
    }

    /** Opens a blob that ends with the transaction, and waits for the turn to write if it is to be written. */
    OpenBlob openBlob(DatabaseConnection connection, Operation<?> opening, BlobLocation location, BlobMode mode) {
        check();
        if (!open) {
            throw refused("has no open transaction, which a blob needs");
        }
        boolean writable = mode == BlobMode.READ_WRITE;
        if (writable) {
            prepareToWrite(opening, OpenBlob.description(location));
        }
        OpenBlob blob = connection.openBlob(location, writable);
        blobs.add(blob);
        return blob;
    }

    /** Refuses a write in a transaction that only reads, or waits for its turn. */
    void prepareToWrite(Operation<?> operation, String sql) {
        if (readOnly) {
            throw Failures.invalidStatement("A read-only transaction runs only statements that read", sql, null);
        }
        awaitTurn(operation);
    }

    /** Closes a blob that its user has closed, or that became unreachable. */
    void close(OpenBlob blob) {
        blob.close();
        blobs.remove(blob);
    }

    private void endBlobs(String reason) {
        List.copyOf(blobs).forEach(blob -> blob.end(Failures.blobClosed(reason, blob.description(), null)));
        blobs.clear();
    }

    /** Rolls the transaction back if it has reached its age limit. */
    void expire(DatabaseConnection connection) {
        undo(connection);
        gone = rolledBack(Failures.olderThan(options.transactionTimeout()) + ": it was rolled back", null);
        LeakReports.report(gone.getMessage() + "; the connection was opened here", openedAt);
        services.completions().counters().leaked();
    }

    /** Brings the state of the transaction up to date after an operation has failed. Returns the failure for the user. */
    Throwable failed(DatabaseConnection connection, Throwable failure) {
        if (!open) {
            return failure;
        }
        if (isExpired()) {
            expire(connection);
            return goneOr(failure);
        }
        if (failure instanceof BusyException busy && busy.code().extended() == BUSY_SNAPSHOT) {
            undo(connection);
            gone = rolledBack(
                    "was begun DEFERRED and others wrote since its first read: it was rolled back, begin with"
                            + " IMMEDIATE to write",
                    busy);
            return goneOr(failure);
        }
        if (!connection.transaction().isOpen()) {
            undo(connection);
            gone = rolledBack("was rolled back by SQLite after an earlier error", failure);
        }
        return failure;
    }

    private Throwable goneOr(Throwable failure) {
        return gone != null ? gone : failure;
    }

    /** Rolls an open transaction back when the connection closes. */
    void close(DatabaseConnection connection) {
        if (open) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> connectionName + " was closed with an open transaction, which is rolled back");
            undo(connection);
        }
        endTurn(connection);
    }

    private TransactionException refused(String state) {
        return Failures.notExecuted(connectionName + " " + state + ": the operation was not executed");
    }

    private TransactionException rolledBack(String why, @Nullable Throwable cause) {
        return new TransactionException("The transaction of " + connectionName + " " + why, Outcome.ROLLED_BACK, cause);
    }
}
