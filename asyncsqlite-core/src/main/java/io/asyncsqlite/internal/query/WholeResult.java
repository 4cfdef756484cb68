package io.asyncsqlite.internal.query;

import io.asyncsqlite.SqliteException;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.RowCursor;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Rows;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A query that is read to its end at once, for connections that must not wait for a slow consumer. */
public final class WholeResult implements ChunkSource {

    private final CompletableFuture<Rows> rows;

    /**
     * Makes a source.
     *
     * @param rows all rows, once they are read
     * @param beforeFailure returns the rows that were read before an error, or null
     */
    public WholeResult(CompletableFuture<Rows> rows, Supplier<@Nullable Rows> beforeFailure, ChunkSink sink) {
        this.rows = rows;
        Callbacks.whenDone(rows, (result, failure) -> {
            if (result != null) {
                sink.last(result);
            } else if (failure != null) {
                Rows before = beforeFailure.get();
                if (before != null) {
                    sink.rows(before, false);
                }
                sink.failed(failure);
            }
        });
    }

    /** Reads all rows of a query that does not write. The rows before an error are left in a reference. */
    static Rows read(
            DatabaseConnection connection, BoundStatement bound, AtomicReference<@Nullable Rows> beforeFailure) {
        beforeFailure.set(null);
        try (RowCursor cursor = connection.open(bound)) {
            Rows rows = new Rows(cursor.columns(), cursor.read(Integer.MAX_VALUE));
            SqliteException failure = cursor.failure();
            if (failure != null) {
                beforeFailure.set(rows);
                throw failure;
            }
            return rows;
        }
    }

    @Override
    public void consumed() {
        // Intentionally nothing: the only chunk holds everything.
    }

    @Override
    public void abandon() {
        rows.cancel(false);
    }
}
