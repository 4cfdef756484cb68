package io.asyncsqlite.r2dbc;

import io.asyncsqlite.AsyncSqlite;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The source of a factory's database. */
interface DatabaseSource {

    /** Opens the database if it is not open. Does not block; the future is shared and must not be cancelled. */
    CompletableFuture<AsyncSqlite> open();

    /** Returns the database if it is open. */
    @Nullable
    AsyncSqlite opened();

    /** Gives the database back. This closes it if no other factory uses it. */
    CompletableFuture<Void> close();
}
