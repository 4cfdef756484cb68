package io.asyncsqlite.internal.query;

import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.internal.connection.BlobReading;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.OpenBlob;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.statement.Columns;
import io.asyncsqlite.internal.statement.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Reads a blob to its end in one operation. */
public final class WholeBlob extends Operation<Rows> {

    private final BlobLocation location;

    public WholeBlob(Executor executor, BlobLocation location) {
        super(executor, SqliteListener.OperationKind.READ, 0);
        this.location = location;
    }

    @Override
    public Rows work(DatabaseConnection connection) {
        try (BlobReading reading = new BlobReading(connection.openBlob(location, false))) {
            List<@Nullable Object[]> pieces = new ArrayList<>();
            while (reading.more()) {
                pieces.addAll(reading.read(1));
            }
            return new Rows(Columns.NONE, pieces);
        }
    }

    @Override
    public String sql() {
        return OpenBlob.description(location);
    }
}
