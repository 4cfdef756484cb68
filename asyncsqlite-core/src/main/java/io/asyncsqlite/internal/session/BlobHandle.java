package io.asyncsqlite.internal.session;

import io.asyncsqlite.AsyncBlob;
import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.BlobMode;
import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.connection.BlobReading;
import io.asyncsqlite.internal.connection.OpenBlob;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.ConnectionOperation;
import io.asyncsqlite.internal.operation.Operation;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

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
        String description = OpenBlob.description(location);
        OperationKind kind = mode == BlobMode.READ ? OperationKind.READ : OperationKind.WRITE;
        return connection.submit(() -> {
            if (mode == BlobMode.READ_WRITE) {
                connection.statements().checkWriting(description);
            }
            AtomicReference<@Nullable OpenBlob> opened = new AtomicReference<>();
            Operation<AsyncBlob> open =
                    new ConnectionOperation<>(connection.callbacks().executor(), kind, description, 0, lent -> {
                        opened.set(worker.openBlob(location, mode));
                        return null;
                    }) {

                        @Override
                        public AsyncBlob convert(@Nullable Object worked) {
                            return new BlobHandle(connection, Objects.requireNonNull(opened.get()), mode, openedAt);
                        }
                    };
            return worker.ifFailed(open, "close blob", () -> closeUndelivered(worker, opened.get()));
        });
    }

    private static void closeUndelivered(ConnectionWorker worker, @Nullable OpenBlob blob) {
        if (blob != null) {
            refuse(blob);
            worker.close(blob);
        }
    }

    /** Static, so that nothing in it refers to the blob. */
    private static LeakReports.Watch watch(
            BlobHandle holder, ConnectionWorker worker, OpenBlob blob, OpenedAt openedAt) {
        return LeakReports.watch(
                holder,
                "A blob of " + worker.name() + " [" + blob.description() + "]",
                openedAt,
                () -> end(worker, blob));
    }

    private static void end(ConnectionWorker worker, OpenBlob blob) {
        refuse(blob);
        worker.endLater("close blob", () -> worker.close(blob));
    }

    private static void refuse(OpenBlob blob) {
        blob.refuse(Failures.blobClosed("is closed", blob.description(), null));
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
                    blob.description(),
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
                    blob.description(),
                    bytes.length,
                    lent -> connection.worker().write(blob, (int) position, bytes));
        });
    }

    @Override
    public Flow.Publisher<ByteBuffer> stream() {
        return connection.publisher(sink -> new BlobChunks(this, sink).start(), BlobReading::piece);
    }

    @Override
    public void close() {
        blob.endWatch();
        end(connection.worker(), blob);
    }
}
