package io.asyncsqlite.internal.session;

import io.asyncsqlite.AsyncBlob;
import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.BlobMode;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.connection.BlobReading;
import io.asyncsqlite.internal.connection.OpenBlob;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.ConnectionOperation;
import io.asyncsqlite.internal.query.RowSubscription;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * The handle of a blob. When it becomes unreachable the blob is closed, and reported as a leak if its transaction is still open.
 */
final class BlobHandle implements AsyncBlob {

    private final ConnectionHandle connection;
    private final OpenBlob blob;
    private final BlobMode mode;

    private BlobHandle(ConnectionHandle connection, OpenBlob blob, BlobMode mode, OpenedAt openedAt) {
        this.connection = connection;
        this.blob = blob;
        this.mode = mode;
        blob.watchedBy(watch(this, connection.worker(), blob, openedAt));
    }

    /** Opens a blob on a connection. */
    static CompletableFuture<AsyncBlob> open(
            ConnectionHandle connection, BlobLocation location, BlobMode mode, OpenedAt openedAt) {
        ConnectionWorker worker = connection.worker();
        return connection.submit(() -> {
            if (mode == BlobMode.READ_WRITE) {
                connection.statements().checkWriting(OpenBlob.description(location));
            }
            OpenBlobOperation open = new OpenBlobOperation(
                    connection.callbacks().executor(),
                    worker,
                    location,
                    mode,
                    blob -> new BlobHandle(connection, blob, mode, openedAt));
            Callbacks.whenDone(open.future(), (opened, failure) -> {
                if (failure != null) {
                    worker.endLater("close blob", open::closeUndelivered);
                }
            });
            return open;
        });
    }

    /** Static, so that nothing in it refers to the blob. */
    private static LeakReports.Watch watch(
            BlobHandle holder, ConnectionWorker worker, OpenBlob blob, OpenedAt openedAt) {
        return LeakReports.watch(
                holder,
                "A blob of " + worker.name() + " [" + OpenBlob.description(blob.location()) + "]",
                openedAt,
                () -> end(worker, blob));
    }

    private static void end(ConnectionWorker worker, OpenBlob blob) {
        blob.refuse(Failures.blobClosed("is closed", OpenBlob.description(blob.location()), null));
        worker.endLater("close blob", () -> worker.close(blob));
    }

    @Override
    public long size() {
        return blob.size();
    }

    @Override
    public CompletableFuture<ByteBuffer> read(long position, int length) {
        Objects.checkFromIndexSize(position, length, size());
        return connection.submit(() -> {
            blob.check();
            return ConnectionOperation.reading(
                    connection.callbacks().executor(),
                    OpenBlob.description(blob.location()),
                    lent -> ByteBuffer.wrap(blob.read((int) position, length)));
        });
    }

    @Override
    public CompletableFuture<Void> write(long position, ByteBuffer source) {
        if (mode == BlobMode.READ) {
            throw new UnsupportedOperationException("the blob was opened with BlobMode.READ");
        }
        Objects.checkFromIndexSize(position, source.remaining(), size());
        return connection.submit(() -> {
            blob.check();
            byte[] bytes = new byte[source.remaining()];
            source.duplicate().get(bytes);
            return ConnectionOperation.writing(
                    connection.callbacks().executor(),
                    OpenBlob.description(blob.location()),
                    bytes.length,
                    lent -> connection.worker().write(blob, (int) position, bytes));
        });
    }

    @Override
    public Flow.Publisher<ByteBuffer> stream() {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            new RowSubscription<>(
                            connection.callbacks(),
                            connection.statements().codecs(),
                            sink -> new BlobChunks(this, sink).start(),
                            BlobReading::piece,
                            subscriber)
                    .start();
        };
    }

    @Override
    public void close() {
        blob.endWatch();
        end(connection.worker(), blob);
    }
}
