package io.asyncsqlite;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * A handle of a large value, which is read and written in place and piece by piece. Opened by {@link AsyncConnection#openBlob}.
 * Thread-safe; its operations run in turn with those of the connection. Its size never changes.
 *
 * <p>It belongs to the transaction that it was opened in: written bytes are committed or rolled back with that transaction.
 * COMMIT and ROLLBACK close the blob, and so does a statement that changes its row. Operations on a closed blob fail with {@link
 * BlobClosedException}.
 *
 * <pre>{@code
 * return connection
 *         .begin()
 *         .thenCompose(begun -> connection.execute("INSERT INTO picture(body) VALUES (zeroblob(?))", size))
 *         .thenCompose(inserted -> connection.openBlob(
 *                 BlobLocation.of("picture", "body", inserted.lastInsertRowid()), BlobMode.READ_WRITE))
 *         .thenCompose(blob -> blob.write(0, start).thenCompose(written -> blob.write(start.remaining(), rest)))
 *         .thenCompose(written -> connection.commit());
 * }</pre>
 *
 * @see <a href="https://www.sqlite.org/c3ref/blob_open.html">sqlite3_blob_open</a>
 */
public interface AsyncBlob extends AutoCloseable {

    /**
     * Returns the size of the value.
     *
     * @return bytes, 0 or more
     */
    long size();

    /**
     * Reads bytes.
     *
     * @param position of the first byte, from 0 on
     * @param length bytes
     * @return the bytes, in a buffer of their own
     * @throws IndexOutOfBoundsException if the bytes are not inside the value
     */
    CompletableFuture<ByteBuffer> read(long position, int length);

    /**
     * Writes the remaining bytes of a buffer over those of the value. They are copied before the method returns, and the buffer's position is left as
     * it is. Should SQLite fail to write, as on a full disk, the transaction is rolled back.
     *
     * @param position of the first byte, from 0 on
     * @param source the bytes, which count towards {@link SqliteOptions#queueBytes()}
     * @return completes with null when they are written, though not committed
     * @throws IndexOutOfBoundsException if the bytes are not inside the value
     * @throws UnsupportedOperationException if the blob was opened with {@link BlobMode#READ}
     */
    CompletableFuture<Void> write(long position, ByteBuffer source);

    /**
     * Publishes the whole value with back-pressure, in pieces of at most 64 KiB. A piece is read when the subscriber requests it.
     * Signals arrive on the callback executor, one at a time. Cancelling leaves the blob open.
     *
     * @return a publisher as Reactive Streams specify it, of buffers that the library does not use again
     * @see <a href="https://www.reactive-streams.org/">Reactive Streams</a>
     */
    Flow.Publisher<ByteBuffer> stream();

    /** Closes the blob; later calls fail with {@link BlobClosedException}. Does not block; does nothing if already closed. */
    @Override
    void close();
}
