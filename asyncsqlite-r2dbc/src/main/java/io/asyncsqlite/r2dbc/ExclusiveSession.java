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

/** A session on a connection of SQLite of its own, with the state of that connection: temporary tables, ATTACH, PRAGMA. */
final class ExclusiveSession implements Session {

    private final AsyncConnection connection;

    /** The operation that began the open transaction. */
    private volatile @Nullable Begin begun;

    private ExclusiveSession(AsyncConnection connection) {
        this.connection = connection;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // No subscriber got the connection.
    static Mono<Session> open(AsyncSqlite database) {
        return Mono.fromFuture(database::connect)
                .<Session>map(ExclusiveSession::new)
                // It may have been opened in the moment of the cancel.
                .doOnDiscard(AsyncConnection.class, AsyncConnection::closeAsync)
                .doOnDiscard(ExclusiveSession.class, ExclusiveSession::close);
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
    public DriverOperation<?> begin(WantedTransaction wanted, boolean unlessOpen) {
        return new Begin(wanted, unlessOpen);
    }

    @Override
    public CompletableFuture<Void> commit() {
        begun = null;
        return connection.commit();
    }

    @Override
    public CompletableFuture<Void> rollback() {
        begun = null;
        return connection.rollback();
    }

    @Override
    public @Nullable Object transaction() {
        return begun;
    }

    @Override
    public boolean readOnly() {
        Begin open = begun;
        return open != null && open.wanted.mode() == TransactionMode.READ_ONLY;
    }

    @Override
    public CompletableFuture<Void> close() {
        begun = null;
        return connection.rollback().handle((done, failure) -> null).thenCompose(done -> connection.closeAsync());
    }

    @Override
    public AsyncConnection core() {
        return connection;
    }

    private final class Begin extends BeginTransaction<Void> {

        private final WantedTransaction wanted;

        Begin(WantedTransaction wanted, boolean unlessOpen) {
            super(unlessOpen);
            this.wanted = wanted;
        }

        @Override
        @Nullable
        CompletableFuture<Void> open() {
            return inTransaction() ? CompletableFuture.completedFuture(null) : null;
        }

        @Override
        CompletableFuture<Void> begin() {
            return timed(wanted.timeout()).begin(wanted.mode());
        }

        @Override
        void begun(Void done) {
            begun = this;
        }

        @Override
        boolean isOpen(Void done) {
            return begun == this;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // Later operations of the connection wait for it.
        void rollback() {
            ExclusiveSession.this.rollback();
        }
    }
}
