package io.asyncsqlite.internal.session;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.concurrent.ThreadStarter;
import io.asyncsqlite.internal.connection.ConnectionFactory;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.LongRead;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationFuture;
import io.asyncsqlite.internal.operation.Services;
import io.asyncsqlite.internal.operation.WriterHold;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Opens the connections of users to one database. Each has a thread of its own or, in memory, uses the connection of the writer.
 *
 * <p>Invariant: after {@link #close} no connection is open and no thread of one is left.
 */
public final class UserConnections {

    private final Services services;
    private final ConnectionFactory connections;
    private final ThreadStarter starter;

    // Guarded by this.
    private final Set<ConnectionWorker> workers = new HashSet<>();
    private int count;
    private boolean closing;

    public UserConnections(Services services, ConnectionFactory connections, ThreadStarter starter) {
        this.services = services;
        this.connections = connections;
        this.starter = starter;
    }

    /**
     * Opens a connection.
     *
     * @param owner stays reachable as long as the connection
     */
    public CompletableFuture<AsyncConnection> connect(Object owner, long timeoutNanos) {
        OperationFuture<AsyncConnection> result =
                new OperationFuture<>(callbacks().executor(), null);
        try {
            open(result, owner, new OpenedAt("The connection"), timeoutNanos);
        } catch (SqliteException e) {
            result.fail(e);
        }
        return result;
    }

    private void open(OperationFuture<AsyncConnection> result, Object owner, OpenedAt openedAt, long timeoutNanos) {
        boolean inMemory = services.options().inMemory();
        ConnectionWorker worker = newWorker(openedAt);
        result.inside(worker.hold());
        Lent lent = new Lent(worker);
        lent.submittedInside(WriterHold.current());
        Callbacks.whenDone(
                worker.opened(),
                (opened, failure) -> callbacks().run(() -> {
                    if (failure != null) {
                        result.fail(failure);
                        return;
                    }
                    ConnectionHandle connection = new ConnectionHandle(services, owner, timeoutNanos, worker, openedAt);
                    if (!result.succeed(connection)) {
                        // The future was cancelled or has timed out, so no caller gets the connection.
                        connection.forget();
                    }
                }));
        result.standsFor(() -> giveUp(worker, lent, inMemory));
        if (inMemory) {
            lend(lent);
        } else {
            start(worker, lent);
        }
    }

    private void start(ConnectionWorker worker, Lent opening) {
        try {
            worker.start(starter, () -> run(worker, opening));
        } catch (Throwable e) {
            worker.cannotOpen(new DatabaseOpenException(
                    "No thread could be started for " + worker.name() + ": it was not opened", Reason.NO_THREAD, e));
        }
    }

    private Callbacks callbacks() {
        return services.completions().callbacks();
    }

    private static void giveUp(ConnectionWorker worker, Lent lent, boolean inMemory) {
        worker.close();
        lent.cancel();
        if (inMemory && !lent.isStopping()) {
            // The operation has left the writer's queue, so the connection will never be opened.
            worker.cannotOpen(new CancellationException());
        }
    }

    private synchronized ConnectionWorker newWorker(OpenedAt openedAt) {
        if (closing) {
            throw Failures.databaseClosed(services.options().name());
        }
        workers.removeIf(ConnectionWorker::hasEnded);
        int max = services.options().maxConnections();
        // A connection that has ended makes room, also while its thread runs its last steps.
        if (workers.stream().filter(worker -> !worker.ended().isDone()).count() >= max) {
            throw Failures.tooManyConnections(services.options().name(), max);
        }
        ConnectionWorker worker = new ConnectionWorker(++count, services, openedAt);
        workers.add(worker);
        return worker;
    }

    private void run(ConnectionWorker worker, Lent opening) {
        DatabaseConnection connection;
        try {
            connection = openFurther(worker, opening);
        } catch (Throwable e) {
            worker.cannotOpen(e);
            return;
        }
        try {
            worker.serve(connection);
        } finally {
            connections.close(connection);
            worker.closed();
        }
    }

    private DatabaseConnection openFurther(ConnectionWorker worker, Lent opening) {
        if (!services.workers().separateReaders()) {
            opening.start(System.nanoTime());
            worker.awaitTurnToOpen(opening);
        }
        return connections.openFurther();
    }

    private void lend(Lent lent) {
        Callbacks.whenDone(lent.future(), (ended, failure) -> {
            if (failure != null) {
                lent.worker.cannotOpen(failure);
            }
        });
        try {
            services.workers().accept(lent);
        } catch (SqliteException e) {
            lent.worker.cannotOpen(e);
        }
    }

    /** Returns the read that began first, or null. */
    public synchronized @Nullable LongRead oldest() {
        return LongRead.oldest(workers.stream().map(ConnectionWorker::kept));
    }

    /** Closes all connections, and returns when all their threads have ended. */
    public void close() {
        closeAll().forEach(ConnectionWorker::awaitEnd);
    }

    /** Stops the operations that run on the connections. */
    public void abandon() {
        closeAll().forEach(ConnectionWorker::abandon);
    }

    private synchronized List<ConnectionWorker> closeAll() {
        closing = true;
        workers.forEach(ConnectionWorker::close);
        return List.copyOf(workers);
    }

    /**
     * In memory, lends the writing connection as long as the connection of a user is open. In a file, only stands for the wait
     * until the connection is open.
     */
    private final class Lent extends Operation<Void> {

        private final ConnectionWorker worker;

        Lent(ConnectionWorker worker) {
            super(services.options().callbackExecutor(), SqliteListener.OperationKind.TRANSACTION, 0);
            accept(System.nanoTime(), Operation.UNLIMITED_NANOS);
            this.worker = worker;
        }

        @Override
        public String sql() {
            return worker.name();
        }

        @Override
        public String description() {
            return worker.name();
        }

        @Override
        public @Nullable Object work(DatabaseConnection connection) {
            try {
                worker.serve(connection);
            } finally {
                worker.closed();
            }
            return null;
        }
    }
}
