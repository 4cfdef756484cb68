package io.asyncsqlite.internal.session;

import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.BlobMode;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.DatabaseThread;
import io.asyncsqlite.internal.concurrent.Looking;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.concurrent.ThreadStarter;
import io.asyncsqlite.internal.connection.Counters;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.OpenBlob;
import io.asyncsqlite.internal.connection.Savepoints;
import io.asyncsqlite.internal.connection.UserHooks;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.Completions;
import io.asyncsqlite.internal.operation.ConnectionOperation;
import io.asyncsqlite.internal.operation.LongRead;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationQueue.Offer;
import io.asyncsqlite.internal.operation.Services;
import io.asyncsqlite.internal.operation.WriterHold;
import io.asyncsqlite.internal.query.CursorHome;
import io.asyncsqlite.internal.query.CursorRows;
import io.asyncsqlite.internal.query.OpenCursors;
import io.asyncsqlite.internal.transaction.LentConnection;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes the operations of one {@link io.asyncsqlite.AsyncConnection}, has its {@link OperationRunner} run them, and completes them.
 *
 * <pre> OPEN --close--> DRAINING --queue empty--> CLOSED      OPEN or DRAINING --connection lost--> CLOSED </pre>
 *
 * Invariants:
 * <ol>
 *   <li>Only the thread in {@link #serve} uses the connection; accepted operations run one at a time, in order.
 *   <li>When {@link #serve} returns no transaction is open, no lease is held and every accepted operation is completed.
 *   <li>Nothing here refers to the {@link ConnectionHandle} that the user holds, but for operations under way.
 * </ol>
 */
public final class ConnectionWorker implements CursorHome {

    private final int number;
    private final String name;
    private final OpenedAt openedAt;
    private final SqliteOptions options;
    private final Completions completions;
    private final ConnectionTransaction transaction;
    private final LentConnection lent;
    private final OpenCursors cursors;
    private final OperationRunner runner;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private volatile @Nullable Operation<?> running;
    /** The transaction or cursor that keeps a state of the database between two operations. */
    private volatile @Nullable LongRead kept;

    private volatile @Nullable Throwable failure;

    // Written before the connection is open: null if it is the writer's own.
    private volatile @Nullable Thread thread;

    // Worker thread only.
    private @Nullable DatabaseConnection connection;

    ConnectionWorker(int number, Services services, OpenedAt openedAt) {
        this.number = number;
        this.options = services.options();
        this.openedAt = openedAt;
        this.name = "Connection " + number + " of database '" + options.name() + "'";
        this.completions = services.completions();
        this.lent = new LentConnection(services, () -> "the transaction of " + name);
        this.cursors = lent.cursors();
        this.transaction = new ConnectionTransaction(name, services, lent, openedAt);
        this.runner = new OperationRunner(services, transaction, cursors);
        lent.open(() -> name + " was busy");
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

    WriterHold hold() {
        return lent.hold();
    }

    boolean inTransaction() {
        return transaction.isOpen();
    }

    void accept(Operation<?> operation) {
        operation.submittedOn(lent.hold());
        long nanosForPlace = options.queueTimeout().toNanos();
        Offer offer = lent.offer(operation, nanosForPlace);
        if (offer == Offer.FULL) {
            throw Failures.queueFull(options.name(), lent.queue().limits(), nanosForPlace);
        }
        if (offer == Offer.CLOSED) {
            throw Failures.connectionClosed(name, failure);
        }
    }

    @Override
    public void acceptFetch(Operation<?> fetch) {
        accept(fetch);
    }

    @Override
    public void endLater(String description, Runnable action) {
        lent.endLater(description, action);
    }

    /** Makes the operation that begins a transaction. The transaction keeps it, so nothing in it refers to the handle. */
    Operation<Void> begin(TransactionMode mode) {
        return ConnectionOperation.control(
                options.callbackExecutor(),
                "BEGIN " + mode,
                given -> transaction.begin(given, currentOperation(), mode));
    }

    /** Has an action run if the future of an operation fails, also if other code completes it, as orTimeout does. */
    <T extends @Nullable Object> Operation<T> ifFailed(Operation<T> operation, String description, Runnable action) {
        Callbacks.whenDone(operation.future(), (result, reason) -> {
            if (reason != null) {
                endLater(description, action);
            }
        });
        return operation;
    }

    /** Has the query of a cursor let go that gives no more rows. */
    void releaseLater(CursorRows rows) {
        endLater("close cursor", () -> cursors.remove(rows));
    }

    void close() {
        lent.queue().close();
    }

    void interrupt() {
        Operation<?> now = running;
        if (now != null) {
            now.stop();
        }
    }

    /** Runs nothing more, and makes stop what runs. */
    void abandon() {
        lent.failWaiting(Failures.databaseClosed(options.name()));
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
        LongPredicate before = given.interrupter().stopIf(now -> transaction.isExpired());
        transaction.endTurn(given);
        transaction.noteHold();
        opened.complete(null);
        try {
            serveAll(given);
        } finally {
            given.interrupter().stopIf(before);
        }
    }

    private void serveAll(DatabaseConnection given) {
        try {
            while (given.broken() == null && serveNext(given)) {
                // One after the other. Nothing of an operation stays on the stack while the worker waits for the next.
            }
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            end(given);
        }
    }

    private boolean serveNext(DatabaseConnection given) {
        Operation<?> operation = next(given.looking());
        if (transaction.isExpired()) {
            transaction.expire(given);
        }
        if (operation == null) {
            cursors.expire();
            return !lent.queue().isClosed() || lent.queue().size() > 0;
        }
        lent.serve(operation, each -> run(given, each));
        return true;
    }

    private void run(DatabaseConnection given, Operation<?> operation) {
        running = operation;
        try {
            runner.run(given, operation);
        } finally {
            noteKept(operation);
            running = null;
            transaction.noteHold();
            completions.committed(given.transaction().takeCommitNanos(), 0);
        }
    }

    private void noteKept(Operation<?> operation) {
        if (!transaction.isOpen() && cursors.noneRunning()) {
            kept = null;
        } else if (kept == null) {
            kept = new LongRead(operation.startedNanos(), operation.description());
        }
    }

    /** Returns, on any thread, what keeps a state of the database here, or null. */
    @Nullable
    LongRead kept() {
        LongRead now = kept != null ? kept : LongRead.of(running);
        return now == null
                ? null
                : new LongRead(now.sinceNanos(), now.description() + " on " + name + ", which was " + openedAt.place());
    }

    /** Waits for an operation, but not longer than the transaction or a cursor may last. */
    private @Nullable Operation<?> next(Looking looking) {
        if (transaction.isOpen()) {
            return lent.next(looking, transaction.deadlineNanos());
        }
        return cursors.noneRunning() ? lent.next(looking) : lent.next(looking, cursors.deadlineNanos());
    }

    /** Ends what is left. What one step throws must not keep the others from being done: an operation would never complete. */
    private void end(DatabaseConnection given) {
        Throwable broken = failure != null ? failure : given.broken();
        failure = broken;
        close();
        try {
            cursors.endAll(sql -> Failures.connectionClosed(name, broken));
        } finally {
            endTransaction(given, broken != null ? broken : new IllegalStateException("operations left"));
        }
    }

    private void endTransaction(DatabaseConnection given, Throwable reason) {
        try {
            transaction.close(given);
            lent.holdWriter(false);
            // In memory the connection goes on, without its user.
            given.set(UserHooks::removeAll);
        } finally {
            failRest(reason);
            connection = null;
        }
    }

    /** Completes {@link #ended}: the connection that was served is closed. */
    void closed() {
        transaction.connectionClosed();
        lent.close();
        ended.complete(null);
    }

    private void failRest(Throwable reason) {
        lent.failWaiting(Failures.connectionClosed(name, reason));
    }

    // Called by the operations, on the worker's thread.

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

    OpenBlob openBlob(BlobLocation location, BlobMode mode) {
        return transaction.openBlob(current(), currentOperation(), location, mode);
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
        cursors.add(rows, transaction.isOpen() ? transaction : null);
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

    private Operation<?> currentOperation() {
        return Objects.requireNonNull(running);
    }
}
