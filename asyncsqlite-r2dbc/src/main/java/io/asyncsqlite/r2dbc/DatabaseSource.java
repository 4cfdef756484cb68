package io.asyncsqlite.r2dbc;

import io.asyncsqlite.AsyncSqlite;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Where a factory has its database from. */
interface DatabaseSource {

    /** Opens the database if it is not open. Does not block; the future is shared and must not be cancelled. */
    CompletableFuture<AsyncSqlite> open();

    /** Returns the database if it is open. */
    @Nullable
    AsyncSqlite opened();

    /** Gives the database back, which closes it if nobody else has it. */
    CompletableFuture<Void> close();
}
