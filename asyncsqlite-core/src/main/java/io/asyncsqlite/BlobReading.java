package io.asyncsqlite;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A blob that is read from its beginning to its end, as rows of one piece each. Worker thread only. */
final class BlobReading implements ChunkedReading {

    static final int PIECE = 64 * 1024;

    private final OpenBlob blob;
    private int position;

    BlobReading(OpenBlob blob) {
        this.blob = blob;
    }

    /** Returns the bytes of one row. */
    static ByteBuffer piece(Row row) {
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

    /** Reads one piece, however many rows may be read: they are large. */
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

    /** Reads a blob to its end in one operation. */
    static final class Whole extends Operation<Rows> {

        private final BlobLocation location;

        Whole(Executor executor, BlobLocation location) {
            super(executor, SqliteListener.Kind.READ, 0);
            this.location = location;
        }

        @Override
        Rows work(DatabaseConnection connection) {
            try (BlobReading reading = new BlobReading(connection.blobs().open(location, false))) {
                List<@Nullable Object[]> pieces = new ArrayList<>();
                while (reading.more()) {
                    pieces.addAll(reading.read(1));
                }
                return new Rows(Columns.NONE, pieces);
            }
        }

        @Override
        String sql() {
            return BlobAccess.description(location);
        }
    }
}
