package io.asyncsqlite;

import io.asyncsqlite.SqliteListener.OperationKind;
import org.jspecify.annotations.Nullable;

/**
 * Follows each operation of a database from where it is submitted to where its future completes: for traces, and to carry what is bound
 * to threads. Set it with {@link SqliteOptions.Builder#tracer}.
 */
@FunctionalInterface
public interface OperationTracer {

    /**
     * Is told that an operation is submitted. Runs on the caller's thread, before the operation is queued; must not block or throw.
     *
     * @param database name of the database
     * @param kind what it is
     * @param sql SQL text without values, or what stands for it: {@code lambda}, {@code asynchronous transaction}
     * @return what follows this operation, or null
     */
    @Nullable
    OperationTrace submitted(String database, OperationKind kind, String sql);
}
