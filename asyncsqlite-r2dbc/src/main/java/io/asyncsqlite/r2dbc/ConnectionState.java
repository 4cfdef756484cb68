package io.asyncsqlite.r2dbc;

import io.asyncsqlite.TransactionMode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The session of one connection, the order of its operations, and its settings. Thread-safe. */
final class ConnectionState {

    private final Session session;
    private final SessionSettings settings;
    private final Turns turns;

    private volatile boolean autoCommit = true;
    private volatile boolean closed;
    private volatile @Nullable Duration statementTimeout;
    private volatile @Nullable Duration lockWaitTimeout;

    // Guarded by this.
    private @Nullable Mono<Void> closing;

    ConnectionState(Session session, SessionSettings settings) {
        this.session = session;
        this.settings = settings;
        this.turns = new Turns(session::inTransaction);
        reset();
    }

    Session session() {
        return session;
    }

    /** Returns whether declared types of columns decide what values are given. */
    boolean declaredTypes() {
        return settings.declaredTypes();
    }

    /** Makes the connection like a new one, but for an open transaction. */
    void reset() {
        autoCommit = true;
        statementTimeout = settings.statementTimeout();
        lockWaitTimeout = settings.lockWaitTimeout();
    }

    /** Returns whether the next statement is a transaction of its own. */
    boolean isAutoCommit() {
        return autoCommit && !session.inTransaction();
    }

    void autoCommit(boolean on) {
        autoCommit = on;
    }

    @Nullable
    Duration statementTimeout() {
        return statementTimeout;
    }

    void statementTimeout(Duration timeout) {
        statementTimeout = timeout;
    }

    void lockWaitTimeout(Duration timeout) {
        lockWaitTimeout = timeout;
    }

    boolean isClosed() {
        return closed;
    }

    void requireOpen() {
        if (closed) {
            throw Failures.connectionClosed();
        }
    }

    /** Refuses new operations, finishes the accepted ones, and closes the session. Every call has the same outcome. */
    synchronized Mono<Void> close() {
        Mono<Void> known = closing;
        if (known == null) {
            closed = true;
            known = turns.close()
                    ? closed(session.close())
                    : turns.takeLast(unstoppable(session::close)).cache();
            closing = known;
        }
        return known;
    }

    private static Mono<Void> closed(CompletableFuture<Void> session) {
        return session.isDone() && !session.isCompletedExceptionally() ? Mono.empty() : Mono.fromFuture(session, true);
    }

    /** Runs an operation in its turn, unless the connection is closed by then. */
    <T extends @Nullable Object> Mono<T> take(TurnKind kind, DriverOperation<T> operation) {
        return turns.take(kind, operation);
    }

    /**
     * Runs a statement in its turn, in a transaction if one is wanted, unless the connection is closed by then, or the transaction
     * ended in which it was subscribed to.
     */
    <T> Mono<T> statement(TurnKind kind, DriverOperation<T> operation) {
        return Mono.defer(() -> autoCommit
                ? take(kind, inSameTransaction(operation))
                : take(TurnKind.EXCLUSIVE, inSameTransaction(inTransaction(operation))));
    }

    private <T extends @Nullable Object> DriverOperation<T> inSameTransaction(DriverOperation<T> operation) {
        Object open = session.transaction();
        // After an accepted COMMIT or ROLLBACK it is meant to run on its own.
        return open == null || turns.expectsExclusive()
                ? operation
                : new RunInSameTransaction<>(session, open, operation);
    }

    /** Runs an operation that is never stopped, after all earlier ones. */
    Mono<Void> exclusively(Supplier<CompletableFuture<Void>> operation) {
        return take(TurnKind.EXCLUSIVE, unstoppable(operation));
    }

    /** Runs an operation that is never stopped, after all earlier ones, in a transaction that is begun if none is open. */
    Mono<Void> exclusivelyInTransaction(Supplier<CompletableFuture<Void>> operation) {
        return Mono.defer(() -> take(TurnKind.EXCLUSIVE, inSameTransaction(inTransaction(unstoppable(operation)))));
    }

    private <T extends @Nullable Object> DriverOperation<T> inTransaction(DriverOperation<T> operation) {
        WantedTransaction wanted = new WantedTransaction(TransactionMode.IMMEDIATE, waitingTime(), null);
        return new BeginThenRun<>(session.begin(wanted, true), operation);
    }

    /**
     * Begins a transaction.
     *
     * @param timeout how long it waits, or null for the connection's lock wait timeout
     * @param name its name in messages, or null
     */
    Mono<Void> begin(TransactionMode mode, @Nullable Duration timeout, @Nullable String name) {
        return Mono.defer(() -> {
            Duration waiting = timeout != null ? timeout : waitingTime();
            return take(TurnKind.EXCLUSIVE, session.begin(new WantedTransaction(mode, waiting, name), false))
                    .then();
        });
    }

    private @Nullable Duration waitingTime() {
        Duration timeout = lockWaitTimeout;
        return timeout != null ? timeout : statementTimeout;
    }

    private static DriverOperation<Void> unstoppable(Supplier<CompletableFuture<Void>> operation) {
        return new DriverOperation<>() {

            @Override
            public CompletableFuture<Void> start() {
                return operation.get();
            }

            @Override
            public void stop(CompletableFuture<Void> started) {
                // Intentionally nothing: the operation runs to its end, because the next one must know its outcome.
            }
        };
    }
}
