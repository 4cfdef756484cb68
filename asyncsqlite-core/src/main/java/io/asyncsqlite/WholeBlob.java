package io.asyncsqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Reads a blob to its end in one operation. */
final class WholeBlob extends Operation<Rows> {

    private final BlobLocation location;

    WholeBlob(Executor executor, BlobLocation location) {
        super(executor, SqliteListener.Kind.READ, 0);
        this.location = location;
    }

    @Override
    Rows work(DatabaseConnection connection) {
        try (BlobReading reading = new BlobReading(connection.openBlob(location, false))) {
            List<@Nullable Object[]> pieces = new ArrayList<>();
            while (reading.more()) {
                pieces.addAll(reading.read(1));
            }
            return new Rows(Columns.NONE, pieces);
        }
    }

    @Override
    String sql() {
        return OpenBlob.description(location);
    }
}
