package io.asyncsqlite.r2dbc;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SavepointOperations;
import io.asyncsqlite.TransactionMode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A session on a connection of SQLite that nobody else uses, with what belongs to it: temporary tables, ATTACH, PRAGMA. */
final class ExclusiveSession implements Session {

    private final AsyncConnection connection;

    private volatile boolean inTransaction;
    private volatile boolean readOnly;

    private ExclusiveSession(AsyncConnection connection) {
        this.connection = connection;
    }

    static Mono<Session> open(AsyncSqlite database) {
        return Mono.fromFuture(database::connect).map(ExclusiveSession::new);
    }

    @Override
    public AsyncOperations operations(@Nullable Duration timeout) {
        return timed(timeout);
    }

    private AsyncConnection timed(@Nullable Duration timeout) {
        return timeout == null ? connection : connection.withTimeout(timeout);
    }

    @Override
    public SavepointOperations savepoints() {
        return connection;
    }

    @Override
    public ConnectionOperation<?> begin(TransactionMode mode, @Nullable Duration timeout, boolean unlessOpen) {
        return new Begin(mode, timeout, unlessOpen);
    }

    @Override
    public CompletableFuture<Void> commit() {
        inTransaction = false;
        return connection.commit();
    }

    @Override
    public CompletableFuture<Void> rollback() {
        inTransaction = false;
        return connection.rollback();
    }

    @Override
    public boolean inTransaction() {
        return inTransaction;
    }

    @Override
    public boolean readOnly() {
        return inTransaction && readOnly;
    }

    @Override
    public CompletableFuture<Void> close() {
        inTransaction = false;
        return connection.rollback().handle((done, failure) -> null).thenCompose(done -> connection.closeAsync());
    }

    @Override
    public AsyncConnection core() {
        return connection;
    }

    private final class Begin extends BeginOperation<Void> {

        private final TransactionMode mode;
        private final @Nullable Duration timeout;

        Begin(TransactionMode mode, @Nullable Duration timeout, boolean unlessOpen) {
            super(unlessOpen);
            this.mode = mode;
            this.timeout = timeout;
        }

        @Override
        @Nullable
        CompletableFuture<Void> open() {
            return inTransaction ? CompletableFuture.completedFuture(null) : null;
        }

        @Override
        CompletableFuture<Void> begin() {
            return timed(timeout).begin(mode);
        }

        @Override
        void begun(Void begun) {
            readOnly = mode == TransactionMode.READ_ONLY;
            inTransaction = true;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // Later operations of the connection wait for it.
        void rollback() {
            ExclusiveSession.this.rollback();
        }
    }
}
