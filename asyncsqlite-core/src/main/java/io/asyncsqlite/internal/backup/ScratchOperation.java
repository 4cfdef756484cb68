package io.asyncsqlite.internal.backup;

import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.backup.BackupTarget.Purpose;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.operation.LongOperation;
import io.asyncsqlite.internal.operation.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Prepares a content in a file of its own, which exists only if the operation has succeeded. */
final class ScratchOperation extends LongOperation<Scratch> {

    /** Writes the content. */
    @FunctionalInterface
    interface Filling {

        /** Makes the file and writes the content. */
        void fill(LongOperation<?> operation, DatabaseConnection connection)
                throws IOException, EngineException, InterruptedException;
    }

    private final Services services;
    private final Scratch scratch;
    private final Filling filling;

    ScratchOperation(Services services, String description, Duration timeout, Scratch scratch, Filling filling) {
        super(services.options().callbackExecutor(), OperationKind.BACKUP, description, timeout);
        this.services = services;
        this.scratch = scratch;
        this.filling = filling;
    }

    @Override
    public @Nullable Object work(DatabaseConnection connection) throws InterruptedException {
        refuseIfClosed(connection);
        Path shown = Path.of(services.options().name());
        boolean filled = false;
        try {
            filling.fill(this, connection);
            connection.interrupter().checkStop(sql());
            filled = true;
            return scratch;
        } catch (IOException e) {
            throw Purpose.REPLACE.failure(shown, e);
        } catch (EngineException e) {
            if (isStopping()) {
                throw connection.translate(e, sql());
            }
            throw Purpose.REPLACE.failure(shown, e);
        } finally {
            if (!filled) {
                scratch.delete();
            }
        }
    }
}
