package io.asyncsqlite.r2dbc;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SavepointOperations;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Runs the statements of one connection. Its methods are called by one operation at a time. */
interface Session {

    static Mono<Session> open(AsyncSqlite database, SessionSettings settings, OpenTransactions transactions) {
        return settings.exclusive()
                ? ExclusiveSession.open(database)
                : Mono.just(new SharedSession(database, transactions));
    }

    /**
     * Returns the operations of the core for the next statement, with a timeout, or with the database's operation timeout if that
     * is null.
     */
    AsyncOperations operations(@Nullable Duration timeout);

    /** Returns the savepoints of the open transaction. */
    SavepointOperations savepoints();

    /**
     * Begins a transaction.
     *
     * @param unlessOpen whether an open transaction is accepted; otherwise it is an error
     */
    DriverOperation<?> begin(WantedTransaction wanted, boolean unlessOpen);

    /** Commits the open transaction. */
    CompletableFuture<Void> commit();

    /** Rolls the open transaction back. */
    CompletableFuture<Void> rollback();

    /**
     * Returns whether a transaction is open, or was rolled back by SQLite or its age limit and neither committed nor rolled back
     * by the user since.
     */
    default boolean inTransaction() {
        return transaction() != null;
    }

    /** Returns an object that stands for the transaction that {@link #inTransaction} tells of, or null. */
    @Nullable
    Object transaction();

    /** Returns whether the open transaction refuses to write. */
    boolean readOnly();

    /** Rolls an open transaction back and releases the connection of the core. */
    CompletableFuture<Void> close();

    /** Returns the object of the core behind the connection. */
    Object core();
}
