package io.asyncsqlite.internal.backup;

import io.asyncsqlite.BackupException.Reason;
import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.backup.BackupTarget.Purpose;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.operation.LongOperation;
import io.asyncsqlite.internal.operation.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Copies a database to a file of its own, and reads that. */
public final class SerializeOperation extends LongOperation<byte[]> {

    /** Where a database file says whether it needs a write-ahead log: 2 if it does, else 1. */
    private static final int WRITE_VERSION = 18;

    private static final int READ_VERSION = 19;

    private final Services services;
    private final long maxBytes;
    private final Scratch scratch;

    public SerializeOperation(Services services, long maxBytes, Duration timeout) {
        super(services.options().callbackExecutor(), OperationKind.BACKUP, "serialize", timeout);
        this.services = services;
        this.maxBytes = maxBytes;
        this.scratch = Scratch.beside(services.options().file());
    }

    @Override
    public @Nullable Object work(DatabaseConnection connection) {
        refuseIfClosed(connection);
        Path shown = Path.of(connection.database());
        try {
            refuseIfLarger(shown, PageCopy.databaseBytes(connection));
            scratch.create();
            new PageCopy(this, services, BackupOptions.defaults()).copy(connection, scratch.file());
            // It may have grown since.
            refuseIfLarger(shown, Files.size(scratch.file()));
            return withoutLog(Files.readAllBytes(scratch.file()));
        } catch (IOException e) {
            throw Purpose.SERIALIZE.failure(shown, e);
        } catch (EngineException e) {
            throw Purpose.SERIALIZE.failure(shown, e);
        } finally {
            scratch.delete();
        }
    }

    private void refuseIfLarger(Path shown, long bytes) {
        if (bytes > maxBytes) {
            throw Purpose.SERIALIZE.failure(
                    shown, Reason.TOO_LARGE, "it has " + bytes + " bytes, more than maxBytes " + maxBytes, null);
        }
    }

    private static byte[] withoutLog(byte[] image) {
        if (image.length > READ_VERSION) {
            image[WRITE_VERSION] = 1;
            image[READ_VERSION] = 1;
        }
        return image;
    }
}
