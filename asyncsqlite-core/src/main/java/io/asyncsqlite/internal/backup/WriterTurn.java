package io.asyncsqlite.internal.backup;

import io.asyncsqlite.SqliteException;
import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.operation.ConnectionBody;
import io.asyncsqlite.internal.operation.ConnectionOperation;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.Services;
import org.jspecify.annotations.Nullable;

/** Work that a copy asks of the connection that writes. */
final class WriterTurn {

    private WriterTurn() {}

    /**
     * Queues work for the writer.
     *
     * @param description what stands for SQL in messages
     * @return the operation, or null if it was refused: the queue is full, or the database closes, and the copy ends
     */
    static @Nullable Operation<Void> ask(Services services, String description, ConnectionBody<?> work) {
        Operation<Void> operation = new ConnectionOperation<>(
                services.options().callbackExecutor(), OperationKind.WRITE, description, 0, work);
        operation.accept(
                System.nanoTime(), services.options().operationTimeout().toNanos());
        try {
            services.workers().accept(operation);
            return operation;
        } catch (SqliteException e) {
            return null;
        }
    }
}
