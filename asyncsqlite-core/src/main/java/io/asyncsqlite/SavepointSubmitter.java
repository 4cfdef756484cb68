package io.asyncsqlite;

import io.asyncsqlite.ConnectionOperation.Control;
import io.asyncsqlite.Savepoints.Verb;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Makes operations of calls, for what can have a transaction open in which savepoints are named. */
abstract class SavepointSubmitter extends OperationSubmitter implements SavepointOperations {

    SavepointSubmitter(Statements statements, Callbacks callbacks, long timeoutNanos) {
        super(statements, callbacks, timeoutNanos);
    }

    /** Does something with a named savepoint. Worker thread only. */
    abstract void run(DatabaseConnection connection, Verb verb, String name);

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
            return new Control(callbacks().executor(), verb.name(), connection -> run(connection, verb, name));
        });
    }
}
