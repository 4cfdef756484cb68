package io.asyncsqlite;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an open blob to its end, one piece for each that was used up. Invariant: at most one read is under way. */
final class BlobChunks implements ChunkSource {

    private final AsyncBlob blob;
    private final ChunkSink sink;
    private volatile boolean abandoned;

    // Of the read that is under way, and then of whoever gets its outcome.
    private long position;

    BlobChunks(AsyncBlob blob, ChunkSink sink) {
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

    @SuppressWarnings("ByteBufferBackingArray") // A piece that was read is a whole array.
    private void pass(ByteBuffer piece) {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
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
