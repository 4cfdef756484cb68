package io.asyncsqlite.internal.connection;

import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.internal.statement.Columns;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.internal.statement.StoredRow;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A blob that is read from its beginning to its end, as rows of one piece each. Worker thread only. */
public final class BlobReading implements ChunkedReading {

    public static final int PIECE = 64 * 1024;

    private final OpenBlob blob;
    private int position;

    public BlobReading(OpenBlob blob) {
        this.blob = blob;
    }

    /** Reads a blob to its end. */
    public static Rows whole(DatabaseConnection connection, BlobLocation location) {
        try (BlobReading reading = new BlobReading(connection.openBlob(location, false))) {
            List<@Nullable Object[]> pieces = new ArrayList<>();
            while (reading.more()) {
                pieces.addAll(reading.read(1));
            }
            return new Rows(Columns.NONE, pieces);
        }
    }

    /** Returns the bytes of one row. */
    public static ByteBuffer piece(StoredRow row) {
        return ByteBuffer.wrap((byte[]) Objects.requireNonNull(row.stored(0)));
    }

    @Override
    public Columns columns() {
        return Columns.NONE;
    }

    @Override
    public boolean more() {
        return position < blob.size();
    }

    /** Reads one piece, also if more rows may be read, because pieces are large. */
    @Override
    public List<@Nullable Object[]> read(int maxRows) {
        if (!more()) {
            return List.of();
        }
        byte[] piece = blob.read(position, Math.min(PIECE, blob.size() - position));
        position += piece.length;
        return List.<@Nullable Object[]>of(new Object[] {piece});
    }

    /** Returns null: a piece is read whole or not at all. */
    @Override
    public @Nullable SqliteException failure() {
        return null;
    }

    @Override
    public void close() {
        blob.close();
    }
}
