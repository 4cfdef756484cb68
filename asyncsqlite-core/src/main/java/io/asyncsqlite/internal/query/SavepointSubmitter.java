package io.asyncsqlite.internal.query;

import io.asyncsqlite.SavepointOperations;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.Savepoints;
import io.asyncsqlite.internal.connection.Savepoints.Verb;
import io.asyncsqlite.internal.operation.Completions;
import io.asyncsqlite.internal.operation.ConnectionOperation;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Statements;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Turns calls of the API into operations, for a transaction and for a user's connection. */
public abstract class SavepointSubmitter extends OperationSubmitter implements SavepointOperations {

    public SavepointSubmitter(Statements statements, Completions completions, long timeoutNanos) {
        super(statements, completions, timeoutNanos);
    }

    /** Opens, releases or rolls back to a named savepoint. Worker thread only. */
    public abstract void run(DatabaseConnection connection, Verb verb, String name);

    /** Starts to read a query in chunks, or the rows of a statement that has to run to its end first. */
    public final ChunkSource openChunks(CursorHome home, BoundStatement bound, ChunkSink sink) {
        return bound.statement().kind() == StatementKind.READ
                ? CursorChunks.start(this, home, bound, sink)
                : wholeResult(bound, sink);
    }

    @Override
    public CompletableFuture<Void> savepoint(String name) {
        return submit(Verb.SAVEPOINT, name);
    }

    @Override
    public CompletableFuture<Void> rollbackTo(String name) {
        return submit(Verb.ROLLBACK_TO, name);
    }

    @Override
    public CompletableFuture<Void> release(String name) {
        return submit(Verb.RELEASE, name);
    }

    private CompletableFuture<Void> submit(Verb verb, String name) {
        Objects.requireNonNull(name, "name");
        return submit(() -> {
            Savepoints.check(name);
            return ConnectionOperation.control(
                    callbacks().executor(), verb.name(), connection -> run(connection, verb, name));
        });
    }
}
