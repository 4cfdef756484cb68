package io.asyncsqlite.internal.session;

import io.asyncsqlite.BusyException;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.Services;
import io.asyncsqlite.internal.query.OpenCursors;
import io.asyncsqlite.internal.sql.Pragma;
import io.asyncsqlite.internal.sql.PragmaUse;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.transaction.TransactionOperation;

/**
 * Runs one operation of an {@link io.asyncsqlite.AsyncConnection} at a time: in the transaction that is open, or in one of its own.
 * Thread of the {@link ConnectionWorker} only.
 *
 * <p>Invariants:
 * <ol>
 *   <li>An operation that may write holds a lease of the writer from before its BEGIN until after its COMMIT or ROLLBACK: no other
 *       connection of this process writes meanwhile. Without a write-ahead log that goes for one that reads, too.
 *   <li>Outside of a transaction an operation finds no running query of another one, and leaves none that holds a lock.
 * </ol>
 */
final class OperationRunner {

    private final Services services;
    private final SqliteOptions options;
    private final ConnectionTransaction transaction;
    private final OpenCursors cursors;

    OperationRunner(Services services, ConnectionTransaction transaction, OpenCursors cursors) {
        this.services = services;
        this.options = services.options();
        this.transaction = transaction;
        this.cursors = cursors;
    }

    /** Runs an operation that was started, and leaves its outcome in it. */
    void run(DatabaseConnection given, Operation<?> operation) {
        try {
            runInItsPlace(given, operation);
        } catch (Throwable e) {
            failBecause(operation, e);
        }
        Throwable failed = operation.failure();
        if (failed != null) {
            operation.fail(transaction.failed(given, failed));
        }
    }

    private void runInItsPlace(DatabaseConnection given, Operation<?> operation) {
        if (operation.runsNoStatement()) {
            operation.run(given);
            return;
        }
        transaction.check();
        if (transaction.isOpen()) {
            runInTransaction(given, operation);
        } else {
            runOnItsOwn(given, operation);
        }
    }

    private void failBecause(Operation<?> operation, Throwable e) {
        if (operation.isTimedOut()) {
            operation.fail(operation.expired(options.name(), obstacle(e)));
        } else {
            operation.failBecause(options.name(), e);
        }
    }

    private static String obstacle(Throwable failure) {
        return failure instanceof BusyException ? "it waited for a lock of another process" : "its turn did not come";
    }

    private void runInTransaction(DatabaseConnection given, Operation<?> operation) {
        StatementKind kind = operation.statementKind();
        if (kind == StatementKind.OUTSIDE_TRANSACTION) {
            throw Failures.invalidStatement(
                    "The statement cannot run inside a transaction: commit or roll back first", operation.sql(), null);
        }
        if (kind != StatementKind.READ) {
            transaction.prepareToWrite(operation, operation.sql());
            readRest(given, operation);
        }
        if (operation instanceof TransactionOperation<?> nested) {
            nested.nestUntil(transaction.deadlineNanos());
        }
        operation.run(given);
    }

    private void runOnItsOwn(DatabaseConnection given, Operation<?> operation) {
        refuseWithoutTransaction(operation);
        readRest(given, operation);
        StatementKind kind = operation.statementKind();
        if (kind == StatementKind.READ && services.workers().separateReaders()) {
            if (operation.pragma() != null) {
                transaction.shareFlush(given, false);
            }
            operation.run(given);
        } else {
            runInTurn(given, operation, kind);
        }
    }

    /** Runs an operation while no other connection of this process writes. */
    private void runInTurn(DatabaseConnection given, Operation<?> operation, StatementKind kind) {
        transaction.awaitTurn(operation);
        try {
            transaction.shareFlush(given, operation.sharesFlush());
            runToItsEnd(given, operation, kind);
        } finally {
            if (operation.failure() != null) {
                given.transaction().rollback();
            }
            transaction.endTurn(given);
        }
    }

    private void runToItsEnd(DatabaseConnection given, Operation<?> operation, StatementKind kind) {
        if (kind == StatementKind.WRITE && operation.shareable()) {
            runAtomically(given, operation);
        } else {
            operation.run(given);
        }
        if (!options.inMemory()) {
            leaveNoLock(given, operation, kind);
        }
    }

    /** The next connection that writes must not meet a lock of this one. */
    private void leaveNoLock(DatabaseConnection given, Operation<?> operation, StatementKind kind) {
        readRest(given, operation);
        if (kind == StatementKind.READ) {
            given.interrupter().runFor(operation, () -> given.interrupter().checkStop(operation.sql()));
        }
    }

    /** A setting that lasts until the end of a transaction would be that of the next one. */
    private static void refuseWithoutTransaction(Operation<?> operation) {
        PragmaUse use = operation.pragma();
        String refusal = use != null && use.pragma().rule() == Pragma.Rule.TRANSACTION
                ? use.refusal(Pragma.Place.DATABASE)
                : null;
        if (refusal != null) {
            throw Failures.invalidStatement(refusal, operation.sql(), null);
        }
    }

    private static void runAtomically(DatabaseConnection given, Operation<?> operation) {
        given.interrupter().runFor(operation, () -> given.transaction().begin(BeginMode.IMMEDIATE));
        if (operation.run(given)) {
            try {
                given.interrupter().runFor(operation, () -> given.transaction().commit(operation.sql()));
            } catch (SqliteException e) {
                operation.failBecause(given.database(), e);
            }
        }
    }

    private void readRest(DatabaseConnection given, Operation<?> operation) {
        if (!cursors.noneRunning()) {
            given.interrupter().runFor(operation, cursors::readRest);
        }
    }
}
