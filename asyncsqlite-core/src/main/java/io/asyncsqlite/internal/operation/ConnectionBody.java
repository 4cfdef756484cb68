package io.asyncsqlite.internal.operation;

import io.asyncsqlite.internal.connection.DatabaseConnection;
import org.jspecify.annotations.Nullable;

/** Work on a connection that is inside a transaction. */
public interface ConnectionBody<T extends @Nullable Object> {

    T run(DatabaseConnection connection) throws Exception;
}
