package io.asyncsqlite.internal.query;

import io.asyncsqlite.SqliteException;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.RowCursor;
import io.asyncsqlite.internal.operation.StatementOperation;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Rows;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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

    /** Reads all rows of a query that does not write. */
    public static final class WholeRead extends StatementOperation<Rows> {

        private final BoundStatement bound;

        // Written by the worker, then read by the thread that completes the operation.
        private @Nullable Rows beforeFailure;

        WholeRead(Executor executor, BoundStatement bound) {
            super(executor, bound.statement(), bound.bytes());
            this.bound = bound;
        }

        @Nullable
        Rows beforeFailure() {
            return beforeFailure;
        }

        @Override
        public Rows work(DatabaseConnection connection) {
            beforeFailure = null;
            try (RowCursor cursor = connection.open(bound)) {
                Rows rows = new Rows(cursor.columns(), cursor.read(Integer.MAX_VALUE));
                SqliteException failure = cursor.failure();
                if (failure != null) {
                    beforeFailure = rows;
                    throw failure;
                }
                return rows;
            }
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
