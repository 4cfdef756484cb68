package io.asyncsqlite.internal.query;

import io.asyncsqlite.RefusedRow;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.operation.StatementOperation;
import io.asyncsqlite.internal.statement.BoundStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** Writes one chunk of a bulk write. */
final class ChunkOperation extends StatementOperation<ChunkResult, ChunkResult> {

    private final boolean first;

    /**
     * Makes the operation.
     *
     * @param skips whether rows that SQLite refuses are left out
     * @param first whether it is the first chunk, which a full queue refuses
     */
    ChunkOperation(Executor executor, BoundStatement bound, boolean skips, boolean first) {
        super(
                executor,
                bound.statement(),
                bound.values(),
                bound.bytes(),
                connection -> skips ? skipping(connection, bound) : whole(connection, bound),
                result -> result);
        this.first = first;
    }

    private static ChunkResult whole(DatabaseConnection connection, BoundStatement bound) throws Exception {
        return new ChunkResult(Batch.run(connection, bound, 0).written().rowsUpdated(), List.of());
    }

    private static ChunkResult skipping(DatabaseConnection connection, BoundStatement bound) throws Exception {
        List<RefusedRow> refused = new ArrayList<>();
        return new ChunkResult(Batch.runSkipping(connection, bound, refused), refused);
    }

    @Override
    public boolean needsPlace() {
        return first;
    }
}
