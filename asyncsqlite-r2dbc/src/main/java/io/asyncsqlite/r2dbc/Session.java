package io.asyncsqlite.r2dbc;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SavepointOperations;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Where the statements of one connection run. Its methods are called by one operation at a time. */
interface Session {

    static Mono<Session> open(AsyncSqlite database, SessionSettings settings, OpenTransactions transactions) {
        return settings.exclusive()
                ? ExclusiveSession.open(database)
                : Mono.just(new SharedSession(database, transactions));
    }

    /** Returns what runs a statement now, for a time, or for the database's operation timeout if that is null. */
    AsyncOperations operations(@Nullable Duration timeout);

    /** Returns the savepoints of the open transaction. */
    SavepointOperations savepoints();

    /**
     * Begins a transaction.
     *
     * @param unlessOpen whether an open transaction is as good, and not an error
     */
    DriverOperation<?> begin(WantedTransaction wanted, boolean unlessOpen);

    /** Commits the open transaction. */
    CompletableFuture<Void> commit();

    /** Rolls the open transaction back. */
    CompletableFuture<Void> rollback();

    /** Returns whether a transaction is open, or was rolled back and nobody has said what of it. */
    boolean inTransaction();

    /** Returns whether the open transaction refuses to write. */
    boolean readOnly();

    /** Rolls back what is open and gives back what the connection has. */
    CompletableFuture<Void> close();

    /** Returns the object of the core behind the connection. */
    Object core();
}
