package io.asyncsqlite.internal.session;

import io.asyncsqlite.AsyncBlob;
import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.BlobMode;
import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.OpenBlob;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.query.ConnectionOperation;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens, reads or writes a blob.
 *
 * @param <T> type of the result
 */
abstract class BlobOperation<T extends @Nullable Object> extends ConnectionOperation<T> {

    final ConnectionWorker worker;

    private BlobOperation(
            Executor executor, ConnectionWorker worker, OperationKind kind, BlobLocation location, long bytes) {
        super(executor, kind, OpenBlob.description(location), bytes);
        this.worker = worker;
    }

    private static OperationKind kindOf(BlobMode mode) {
        return mode == BlobMode.READ ? OperationKind.READ : OperationKind.WRITE;
    }

    /** Opens a blob. */
    static final class Open extends BlobOperation<AsyncBlob> {

        private final BlobLocation location;
        private final BlobMode mode;
        private final Function<OpenBlob, AsyncBlob> conversion;

        // Worker thread only.
        private @Nullable OpenBlob opened;

        Open(
                Executor executor,
                ConnectionWorker worker,
                BlobLocation location,
                BlobMode mode,
                Function<OpenBlob, AsyncBlob> conversion) {
            super(executor, worker, kindOf(mode), location, 0);
            this.location = location;
            this.mode = mode;
            this.conversion = conversion;
        }

        @Override
        public OpenBlob work(DatabaseConnection connection) {
            OpenBlob blob = worker.openBlob(this, location, mode);
            opened = blob;
            return blob;
        }

        @Override
        public AsyncBlob convert(@Nullable Object worked) {
            return conversion.apply((OpenBlob) Objects.requireNonNull(worked));
        }

        /** Closes the blob if its future was completed by other code, so that the user never gets the blob. */
        void closeUndelivered() {
            OpenBlob blob = opened;
            if (blob != null) {
                blob.refuse(Failures.blobClosed("is closed", OpenBlob.description(location), null));
                worker.close(blob);
            }
        }
    }

    /** Reads bytes. */
    static final class Read extends BlobOperation<ByteBuffer> {

        private final OpenBlob blob;
        private final int position;
        private final int length;

        Read(Executor executor, ConnectionWorker worker, OpenBlob blob, int position, int length) {
            super(executor, worker, OperationKind.READ, blob.location(), 0);
            this.blob = blob;
            this.position = position;
            this.length = length;
        }

        @Override
        public Object work(DatabaseConnection connection) {
            return ByteBuffer.wrap(blob.read(position, length));
        }
    }

    /** Writes bytes. */
    static final class Write extends BlobOperation<Void> {

        private final OpenBlob blob;
        private final int position;
        private final byte[] bytes;

        Write(Executor executor, ConnectionWorker worker, OpenBlob blob, int position, byte[] bytes) {
            super(executor, worker, OperationKind.WRITE, blob.location(), bytes.length);
            this.blob = blob;
            this.position = position;
            this.bytes = bytes;
        }

        @Override
        @Nullable
        public Object work(DatabaseConnection connection) {
            worker.write(blob, position, bytes);
            return null;
        }
    }
}
