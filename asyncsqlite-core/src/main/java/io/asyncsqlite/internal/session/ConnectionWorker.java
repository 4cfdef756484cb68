package io.asyncsqlite.internal.session;

import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.BlobMode;
import io.asyncsqlite.BusyException;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.internal.concurrent.DatabaseThread;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.concurrent.ThreadStarter;
import io.asyncsqlite.internal.connection.Counters;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.OpenBlob;
import io.asyncsqlite.internal.connection.Savepoints;
import io.asyncsqlite.internal.connection.UserHooks;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.Completions;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationQueue;
import io.asyncsqlite.internal.operation.ScriptOperation;
import io.asyncsqlite.internal.operation.Services;
import io.asyncsqlite.internal.operation.StatementOperation;
import io.asyncsqlite.internal.query.ConnectionOperation;
import io.asyncsqlite.internal.query.CursorHome;
import io.asyncsqlite.internal.query.CursorRows;
import io.asyncsqlite.internal.query.OpenCursors;
import io.asyncsqlite.internal.sql.Pragma;
import io.asyncsqlite.internal.sql.PragmaUse;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.transaction.TransactionOperation;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs the operations of one {@link io.asyncsqlite.AsyncConnection} on its connection.
 *
 * <pre> OPEN --close--> DRAINING --queue empty--> CLOSED      OPEN or DRAINING --connection lost--> CLOSED </pre>
 *
 * Invariants:
 * <ol>
 *   <li>Only the thread in {@link #serve} uses the connection; accepted operations run one at a time, in order.
 *   <li>Whatever may write holds a lease of the writer from before its BEGIN until after its COMMIT or ROLLBACK: nobody else in this
 *       process writes meanwhile. Without a write-ahead log that goes for what reads, too.
 *   <li>Outside of a transaction an operation finds no running query of another one, and leaves none that holds a lock.
 *   <li>When {@link #serve} returns no transaction is open, no lease is held and every accepted operation is completed.
 *   <li>Nothing here refers to the {@link ConnectionHandle} that the user holds, but for operations under way.
 * </ol>
 */
public final class ConnectionWorker implements CursorHome {

    private final int number;
    private final String name;
    private final Services services;
    private final SqliteOptions options;
    private final Completions completions;
    private final ConnectionTransaction transaction;
    private final OpenCursors cursors;
    private final OperationQueue queue;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private volatile @Nullable Operation<?> running;
    private volatile @Nullable Throwable failure;

    // Written before the connection is open: null if it is the writer's own.
    private volatile @Nullable Thread thread;

    // Worker thread only.
    private @Nullable DatabaseConnection connection;

    ConnectionWorker(int number, Services services, OpenedAt openedAt) {
        this.number = number;
        this.services = services;
        this.options = services.options();
        this.name = "Connection " + number + " of database '" + options.name() + "'";
        this.completions = services.completions();
        this.queue = new OperationQueue(options.queueCapacity(), options.queueBytes(), completions.undelivered());
        this.cursors = new OpenCursors(options);
        this.transaction = new ConnectionTransaction(name, services, cursors, openedAt);
        services.deadlines().add(queue, () -> name + " was busy");
    }

    String name() {
        return name;
    }

    Counters counters() {
        return completions.counters();
    }

    /** Completes when the connection is open, or with the reason why it cannot be. */
    public CompletableFuture<Void> opened() {
        return opened;
    }

    /** Completes when the connection is closed. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    boolean inTransaction() {
        return transaction.isOpen();
    }

    void accept(Operation<?> operation) {
        operation.submittedOn(transaction.hold());
        switch (queue.offer(operation, options.queueTimeout().toNanos())) {
            case FULL -> throw Failures.queueFull(options.name(), queue.limits());
            case CLOSED -> throw Failures.connectionClosed(name, failure);
            case ACCEPTED, ACCEPTED_ALL_BUSY -> services.deadlines().watch(operation);
        }
    }

    @Override
    public void acceptFetch(Operation<?> fetch) {
        accept(fetch);
    }

    @Override
    public void endLater(String description, Runnable action) {
        Operation<?> ending =
                new ConnectionOperation.Ending(options.callbackExecutor(), description, connection -> action.run());
        ending.accept(System.nanoTime(), Operation.UNLIMITED_NANOS);
        queue.offer(ending);
    }

    /** Has the query of a cursor let go that gives no more rows. */
    void releaseLater(CursorRows rows) {
        endLater("close cursor", () -> cursors.remove(rows));
    }

    void close() {
        queue.close();
    }

    void interrupt() {
        Operation<?> now = running;
        if (now != null) {
            now.stop();
        }
    }

    /** Runs nothing more, and makes stop what runs. */
    void abandon() {
        completions.failAll(queue.closeAndTakeAll(), Failures.databaseClosed(options.name()));
        Operation<?> now = running;
        if (now != null) {
            now.abandon(Failures.closedWhileRunning(options.name()));
        }
    }

    /** Starts a thread for the connection. */
    void start(ThreadStarter starter, Runnable work) {
        Thread started = new DatabaseThread("connection-" + number + "-" + options.name(), work);
        thread = started;
        starter.start(started);
    }

    boolean hasEnded() {
        Thread own = thread;
        return ended.isDone() && (own == null || !own.isAlive());
    }

    /** Waits until the connection is closed and its thread, if any, gone. */
    void awaitEnd() {
        ended.join();
        Thread own = thread;
        if (own != null) {
            DatabaseThread.joinUninterruptibly(own);
        }
    }

    /** Gives up before the connection was open. */
    void cannotOpen(Throwable reason) {
        failure = reason;
        failRest(reason);
        opened.completeExceptionally(reason);
        closed();
    }

    /** Waits for the turn that opening needs where connections lock each other out. */
    void awaitTurnToOpen(Operation<?> opening) {
        transaction.awaitTurn(opening);
    }

    /** Runs operations until the queue is closed and empty, or the connection is lost. */
    void serve(DatabaseConnection given) {
        connection = given;
        LongPredicate before = given.stopQuestions().stopIf(now -> transaction.isExpired());
        transaction.endTurn(given);
        transaction.noteHold(queue);
        opened.complete(null);
        try {
            while (given.broken() == null && serveNext(given)) {
                // One after the other. Nothing of an operation stays on the stack while the worker waits for the next.
            }
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            end(given);
            given.stopQuestions().stopIf(before);
        }
    }

    private boolean serveNext(DatabaseConnection given) {
        Operation<?> operation = next();
        if (transaction.isExpired()) {
            transaction.expire(given);
        }
        if (operation == null) {
            cursors.expire();
            return !queue.isClosed() || queue.size() > 0;
        }
        if (operation.start(System.nanoTime())) {
            running = operation;
            transaction.hold().working();
            try {
                run(given, operation);
            } finally {
                running = null;
                transaction.noteHold(queue);
                transaction.hold().working();
                completions.committed(given.transaction().takeCommitNanos(), 0);
                completions.complete(operation);
            }
        }
        return true;
    }

    /** Waits for an operation, but not longer than the transaction or a cursor may last. */
    private @Nullable Operation<?> next() {
        if (transaction.isOpen()) {
            return queue.poll(transaction.deadlineNanos());
        }
        return cursors.noneRunning() ? queue.take() : queue.poll(cursors.deadlineNanos());
    }

    private void run(DatabaseConnection given, Operation<?> operation) {
        try {
            if (operation instanceof ConnectionOperation<?>) {
                operation.run(given);
            } else {
                transaction.check();
                if (transaction.isOpen()) {
                    runInTransaction(given, operation);
                } else {
                    runOnItsOwn(given, operation);
                }
            }
        } catch (Throwable e) {
            if (operation.isTimedOut()) {
                operation.fail(operation.expired(options.name(), obstacle(e)));
            } else {
                operation.failBecause(options.name(), e);
            }
        }
        Throwable failed = operation.failure();
        if (failed != null) {
            operation.fail(transaction.failed(given, failed));
        }
    }

    private static String obstacle(Throwable failure) {
        return failure instanceof BusyException ? "it waited for a lock of another process" : "its turn did not come";
    }

    private void runInTransaction(DatabaseConnection given, Operation<?> operation) {
        StatementKind kind = kind(operation);
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
        StatementKind kind = kind(operation);
        boolean free = kind == StatementKind.READ && services.workers().separateReaders();
        if (!free) {
            transaction.awaitTurn(operation);
        }
        try {
            if (kind == StatementKind.WRITE && operation.shareable()) {
                runAtomically(given, operation);
            } else {
                operation.run(given);
            }
            if (!free && options.file() != null) {
                // Whoever writes next must not find this connection's lock.
                readRest(given, operation);
                if (kind == StatementKind.READ) {
                    given.stopQuestions()
                            .runFor(operation, () -> given.stopQuestions().checkStop(operation.sql()));
                }
            }
        } finally {
            if (!free) {
                if (operation.failure() != null) {
                    given.transaction().rollback();
                }
                transaction.endTurn(given);
            }
        }
    }

    /** A setting that lasts until the end of a transaction would be that of the next one. */
    private static void refuseWithoutTransaction(Operation<?> operation) {
        PragmaUse use = operation instanceof StatementOperation<?> declared ? declared.pragma() : null;
        String refusal = use != null && use.pragma().rule() == Pragma.Rule.TRANSACTION
                ? use.refusal(Pragma.Place.DATABASE)
                : null;
        if (refusal != null) {
            throw Failures.invalidStatement(refusal, operation.sql(), null);
        }
    }

    private static void runAtomically(DatabaseConnection given, Operation<?> operation) {
        given.stopQuestions().runFor(operation, () -> given.transaction().begin(BeginMode.IMMEDIATE));
        if (operation.run(given)) {
            try {
                given.stopQuestions()
                        .runFor(operation, () -> given.transaction().commit(operation.sql()));
            } catch (SqliteException e) {
                operation.failBecause(given.database(), e);
            }
        }
    }

    private void readRest(DatabaseConnection given, Operation<?> operation) {
        if (!cursors.noneRunning()) {
            given.stopQuestions().runFor(operation, cursors::readRest);
        }
    }

    private static StatementKind kind(Operation<?> operation) {
        if (operation instanceof ScriptOperation script) {
            return script.statementKind();
        }
        return operation instanceof StatementOperation<?> declared ? declared.statementKind() : StatementKind.WRITE;
    }

    /** Ends what is left. What one step throws must not keep the others from being done: an operation would never complete. */
    private void end(DatabaseConnection given) {
        Throwable broken = failure != null ? failure : given.broken();
        failure = broken;
        close();
        try {
            cursors.endAll(sql -> Failures.connectionClosed(name, broken));
        } finally {
            try {
                transaction.close(given);
                transaction.hold().end();
                // In memory the connection goes on, without its user.
                given.set(UserHooks::removeAll);
            } finally {
                failRest(broken != null ? broken : new IllegalStateException("operations left"));
                connection = null;
            }
        }
    }

    /** Is told that the connection which was served is closed. */
    void closed() {
        transaction.connectionClosed();
        services.deadlines().remove(queue);
        ended.complete(null);
    }

    private void failRest(Throwable reason) {
        completions.failAll(queue.closeAndTakeAll(), Failures.connectionClosed(name, reason));
    }

    // Called by the operations, on the worker's thread.

    void begin(Operation<?> begin, TransactionMode mode) {
        transaction.begin(current(), begin, mode);
    }

    void commit() {
        cursors.readRest();
        transaction.commit(current());
    }

    void rollback() {
        transaction.rollback(current());
    }

    void rollbackIfBegunBy(Operation<?> begin) {
        transaction.rollbackIfBegunBy(current(), begin);
    }

    /** Sets what is asked or told about statements, none of which runs meanwhile. */
    void set(UserHooks.Setting setting) {
        cursors.readRest();
        current().set(setting);
    }

    OpenBlob openBlob(Operation<?> opening, BlobLocation location, BlobMode mode) {
        return transaction.openBlob(current(), opening, location, mode);
    }

    void write(OpenBlob blob, int position, byte[] bytes) {
        cursors.readRest();
        blob.write(position, bytes);
    }

    void close(OpenBlob blob) {
        transaction.close(blob);
    }

    void endUndelivered(@Nullable CursorRows rows) {
        if (rows != null) {
            cursors.remove(rows);
        }
    }

    @Override
    public void opened(CursorRows rows) {
        cursors.add(rows, transaction.isOpen());
    }

    @Override
    public void usedUp(CursorRows rows) {
        cursors.remove(rows);
    }

    void savepoint(Savepoints.Verb verb, String name) {
        transaction.savepoint(current(), verb, name);
    }

    private DatabaseConnection current() {
        return Objects.requireNonNull(connection);
    }
}
