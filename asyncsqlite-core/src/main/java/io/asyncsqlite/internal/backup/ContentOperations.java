package io.asyncsqlite.internal.backup;

import io.asyncsqlite.BackupException.Reason;
import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.internal.backup.BackupTarget.Purpose;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Flow;

/**
 * Makes the operations that replace the content of a database: one that prepares the content in a file, and one that writes it.
 *
 * @param services those of the database
 * @param timeout how long each operation may take
 */
public record ContentOperations(Services services, Duration timeout) {

    /** Names a file for a content. */
    public Scratch newScratch() {
        return Scratch.beside(services.options().file());
    }

    /** Copies this database. */
    public Operation<Scratch> copy(Scratch scratch) {
        return preparing("copyTo", scratch, (operation, connection) -> {
            scratch.create();
            new PageCopy(operation, services, BackupOptions.defaults()).copy(connection, scratch.file());
        });
    }

    /** Writes and checks an image. */
    public Operation<Scratch> image(Scratch scratch, byte[] image) {
        return preparing("deserialize", scratch, (operation, connection) -> {
            scratch.create();
            Files.write(scratch.file(), image);
            check(connection, scratch.file());
        });
    }

    /** Checks a file of the user. */
    public Operation<Scratch> backup(Scratch backup) {
        return preparing("restore", backup, (operation, connection) -> {
            Restoring.checkBackup(Purpose.REPLACE, backup.file(), shown());
            check(connection, backup.file());
        });
    }

    /** Runs a dump. */
    public Operation<Scratch> dump(Scratch scratch, Flow.Publisher<String> statements, long pageSize) {
        return preparing("load", scratch, (operation, connection) -> {
            DumpReader dump = new DumpReader(services.completions().callbacks());
            try {
                dump.start(statements);
                new DumpLoad(operation, connection).load(dump, pageSize);
            } finally {
                dump.end();
            }
        });
    }

    private Operation<Scratch> preparing(String description, Scratch scratch, ScratchOperation.Filling filling) {
        return new ScratchOperation(services, description, timeout, scratch, filling);
    }

    /** Writes a content that was prepared. */
    public Operation<Void> replace(String description, Scratch prepared) {
        return new ReplaceOperation(services.options().callbackExecutor(), description, timeout, prepared.file());
    }

    private void check(DatabaseConnection connection, Path file) throws IOException, EngineException {
        if (ReplaceOperation.header(file) == null) {
            throw Purpose.REPLACE.failure(shown(), Reason.DAMAGED, "the content is no database file", null);
        }
        PageCheck.check(connection, file, Purpose.REPLACE, shown());
    }

    private Path shown() {
        return Path.of(services.options().name());
    }
}
