package io.asyncsqlite.internal.session;

import io.asyncsqlite.AsyncBlob;
import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.BlobMode;
import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.OpenBlob;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.Operation;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens a blob on a connection of a user. */
final class OpenBlobOperation extends Operation<AsyncBlob> {

    private final ConnectionWorker worker;
    private final BlobLocation location;
    private final BlobMode mode;
    private final Function<OpenBlob, AsyncBlob> conversion;

    // Worker thread only.
    private @Nullable OpenBlob opened;

    OpenBlobOperation(
            Executor executor,
            ConnectionWorker worker,
            BlobLocation location,
            BlobMode mode,
            Function<OpenBlob, AsyncBlob> conversion) {
        super(executor, mode == BlobMode.READ ? OperationKind.READ : OperationKind.WRITE, 0);
        this.worker = worker;
        this.location = location;
        this.mode = mode;
        this.conversion = conversion;
    }

    @Override
    public boolean runsNoStatement() {
        return true;
    }

    @Override
    public String sql() {
        return OpenBlob.description(location);
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
