package io.asyncsqlite.internal.session;

import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.connection.BlobReading;
import io.asyncsqlite.internal.query.ChunkSink;
import io.asyncsqlite.internal.query.ChunkSource;
import io.asyncsqlite.internal.statement.Columns;
import io.asyncsqlite.internal.statement.Rows;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an open blob to its end, one piece each time the one before is used up. Invariant: at most one read is under way. */
final class BlobChunks implements ChunkSource {

    private final BlobHandle blob;
    private final ChunkSink sink;
    private volatile boolean abandoned;

    // Belongs to the read that is under way, then to the thread that completes it.
    private long position;

    BlobChunks(BlobHandle blob, ChunkSink sink) {
        this.blob = blob;
        this.sink = sink;
    }

    BlobChunks start() {
        consumed();
        return this;
    }

    @Override
    public void consumed() {
        if (abandoned) {
            return;
        }
        int length = (int) Math.min(BlobReading.PIECE, blob.size() - position);
        Callbacks.whenDone(blob.read(position, length), (piece, failure) -> {
            if (piece != null) {
                pass(piece);
            } else if (failure != null) {
                sink.failed(failure);
            }
        });
    }

    @SuppressWarnings("ByteBufferBackingArray") // The buffer of a blob is backed by a whole array.
    private void pass(ByteBuffer piece) {
        byte[] bytes = piece.array();
        position += bytes.length;
        List<@Nullable Object[]> rows =
                bytes.length == 0 ? List.of() : List.<@Nullable Object[]>of(new Object[] {bytes});
        sink.rows(new Rows(Columns.NONE, rows), position == blob.size());
    }

    @Override
    public void abandon() {
        abandoned = true;
    }
}
