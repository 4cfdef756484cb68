package io.asyncsqlite.internal.operation;

import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An operation that is no statement of the user: transaction control, reading on in a cursor, statistics, and blobs.
 *
 * @param <T> type of the result
 */
public class ConnectionOperation<T extends @Nullable Object> extends Operation<T> {

    private final String description;
    private final ConnectionBody<?> body;

    /**
     * Makes an operation.
     *
     * @param description what stands for SQL in messages
     * @param bytes estimated size of its values
     * @param body does the work on the worker's thread; returns a T, unless {@link #convert} is overridden
     */
    public ConnectionOperation(
            Executor executor, OperationKind kind, String description, long bytes, ConnectionBody<?> body) {
        super(executor, kind, bytes);
        this.description = description;
        this.body = body;
    }

    /** Makes an operation that only reads. */
    public static <T> ConnectionOperation<T> reading(Executor executor, String description, ConnectionBody<T> body) {
        return new ConnectionOperation<>(executor, OperationKind.READ, description, 0, body);
    }

    /** Makes an operation that runs an action of the library in its turn, such as SAVEPOINT or COMMIT. */
    public static ConnectionOperation<Void> control(
            Executor executor, String description, Consumer<DatabaseConnection> action) {
        return writing(executor, description, 0, action);
    }

    /** As {@link #control}, with an estimate of the bytes that it holds. */
    public static ConnectionOperation<Void> writing(
            Executor executor, String description, long bytes, Consumer<DatabaseConnection> action) {
        return new ConnectionOperation<>(executor, OperationKind.WRITE, description, bytes, body(action));
    }

    /**
     * Makes an operation that ends what an earlier one began, for example a nested transaction or a stream. It has no deadline, and
     * a full queue accepts it.
     */
    public static ConnectionOperation<Void> ending(
            Executor executor, String description, Consumer<DatabaseConnection> action) {
        return new ConnectionOperation<>(executor, OperationKind.WRITE, description, 0, body(action)) {

            @Override
            public boolean needsPlace() {
                return false;
            }

            @Override
            public long timeoutNanos(long usual) {
                return UNLIMITED_NANOS;
            }
        };
    }

    private static ConnectionBody<@Nullable Object> body(Consumer<DatabaseConnection> action) {
        return connection -> {
            action.accept(connection);
            return null;
        };
    }

    @Override
    public final boolean runsNoStatement() {
        return true;
    }

    @Override
    public final @Nullable Object work(DatabaseConnection connection) throws Exception {
        return body.run(connection);
    }

    @Override
    public final String sql() {
        return description;
    }
}
