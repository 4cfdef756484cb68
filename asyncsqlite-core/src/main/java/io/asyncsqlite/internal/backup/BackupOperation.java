package io.asyncsqlite.internal.backup;

import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.BackupResult;
import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.backup.BackupTarget.Purpose;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.operation.LongOperation;
import io.asyncsqlite.internal.operation.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Makes one backup. */
public final class BackupOperation extends LongOperation<BackupResult> {

    private final Services services;
    private final Path target;
    private final BackupOptions options;

    public BackupOperation(Services services, Path target, BackupOptions options) {
        super(services.options().callbackExecutor(), OperationKind.BACKUP, "backup", options.timeout());
        this.services = services;
        this.target = target;
        this.options = options;
    }

    @Override
    public BackupResult work(DatabaseConnection connection) {
        refuseIfClosed(connection);
        long since = System.nanoTime();
        try {
            BackupTarget prepared = BackupTarget.prepare(Purpose.BACKUP, target, options.replace());
            try {
                new PageCopy(this, services, options).copy(connection, prepared.part());
                if (options.verify()) {
                    PageCheck.check(connection, prepared.part(), Purpose.BACKUP, target);
                }
                connection.interrupter().checkStop(sql());
                long bytes = prepared.publish();
                return new BackupResult(prepared.file(), bytes, Duration.ofNanos(System.nanoTime() - since));
            } finally {
                prepared.discard();
            }
        } catch (IOException e) {
            throw Purpose.BACKUP.failure(target, e);
        } catch (EngineException e) {
            throw Purpose.BACKUP.failure(target, e);
        }
    }
}
