package io.asyncsqlite.r2dbc;

import io.asyncsqlite.AsyncSqlite;
import java.util.concurrent.CompletableFuture;

/** A database that the program has opened and closes itself. */
final class GivenDatabase implements DatabaseSource {

    private final AsyncSqlite database;
    private volatile boolean closed;

    GivenDatabase(AsyncSqlite database) {
        this.database = database;
    }

    @Override
    public CompletableFuture<AsyncSqlite> open() {
        return closed
                ? CompletableFuture.failedFuture(Failures.factoryClosed(database.name()))
                : CompletableFuture.completedFuture(database);
    }

    @Override
    public AsyncSqlite opened() {
        return database;
    }

    @Override
    public CompletableFuture<Void> close() {
        closed = true;
        return CompletableFuture.completedFuture(null);
    }
}
