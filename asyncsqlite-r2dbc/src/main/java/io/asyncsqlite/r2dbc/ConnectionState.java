package io.asyncsqlite.r2dbc;

import io.asyncsqlite.TransactionMode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The session of one connection, the order of what it does, and how it is set. Thread-safe. */
final class ConnectionState {

    private final Session session;
    private final SessionSettings settings;
    private final Turns turns;

    private volatile boolean autoCommit = true;
    private volatile boolean closed;
    private volatile @Nullable Duration statementTimeout;
    private volatile @Nullable Duration lockWaitTimeout;

    ConnectionState(Session session, SessionSettings settings) {
        this.session = session;
        this.settings = settings;
        this.turns = new Turns(session::inTransaction);
        reset();
    }

    Session session() {
        return session;
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

    /** Refuses new operations, finishes the accepted ones, and closes the session. */
    Mono<Void> close() {
        closed = true;
        return turns.isIdle()
                ? Mono.fromFuture(session.close())
                : turns.take(Turns.Kind.ALONE, unstoppable(session::close));
    }

    /** Runs an operation in its turn, unless the connection is closed. */
    <T extends @Nullable Object> Mono<T> take(Turns.Kind kind, ConnectionOperation<T> operation) {
        return ifOpen(turns.take(kind, operation));
    }

    /** Runs a statement in its turn, in a transaction if one is wanted, unless the connection is closed. */
    <T> Mono<T> statement(Turns.Kind kind, ConnectionOperation<T> operation) {
        return Mono.defer(() -> {
            if (closed) {
                return Mono.error(Failures.connectionClosed());
            }
            Mono<T> statement = turns.take(kind, operation);
            return autoCommit ? statement : ensureTransaction().then(statement);
        });
    }

    /** Fails if the connection is closed when it is subscribed to. */
    <T extends @Nullable Object> Mono<T> ifOpen(Mono<T> operation) {
        return Mono.defer(() -> closed ? Mono.error(Failures.connectionClosed()) : operation);
    }

    /** Runs an operation that is never stopped, after all earlier ones. */
    Mono<Void> alone(Supplier<CompletableFuture<Void>> operation) {
        return take(Turns.Kind.ALONE, unstoppable(operation));
    }

    /** Begins a transaction. */
    Mono<Void> begin(TransactionMode mode, @Nullable Duration timeout) {
        return begin(mode, timeout, false);
    }

    /** Begins a transaction if none is open. */
    Mono<Void> ensureTransaction() {
        return begin(TransactionMode.IMMEDIATE, null, true);
    }

    private Mono<Void> begin(TransactionMode mode, @Nullable Duration timeout, boolean unlessOpen) {
        return Mono.defer(() -> {
            Duration waiting = timeout != null ? timeout : waitingTime();
            return take(Turns.Kind.ALONE, session.begin(mode, waiting, unlessOpen))
                    .then();
        });
    }

    private @Nullable Duration waitingTime() {
        Duration timeout = lockWaitTimeout;
        return timeout != null ? timeout : statementTimeout;
    }

    private static ConnectionOperation<Void> unstoppable(Supplier<CompletableFuture<Void>> operation) {
        return new ConnectionOperation<>() {

            @Override
            public CompletableFuture<Void> start() {
                return operation.get();
            }

            @Override
            public boolean stoppable() {
                return false;
            }
        };
    }
}
