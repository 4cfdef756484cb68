package io.asyncsqlite.crash;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Inserts numbers until it is killed, and prints each when it was acknowledged, while a slow backup has the log lengthened in advance. */
final class LongLogProgram {

    /** Slow enough to go on until the kill. */
    private static final long BYTES_PER_SECOND = 500_000;

    private LongLogProgram() {}

    /** Takes the database file, the target of the backup, and the first number. */
    public static void main(String[] arguments) {
        // Its backup reads one state from the first page to the last; the other engine lets the log start anew for the
        // most of it.
        AsyncSqlite db = AsyncSqlite.open(SqliteOptions.file(Path.of(arguments[0]))
                .engine(EngineChoice.JNI)
                .build());
        CompletableFuture<?> backup = db.backup(
                Path.of(arguments[1]),
                BackupOptions.builder()
                        .replace(true)
                        .bytesPerSecond(BYTES_PER_SECOND)
                        .build());
        for (long number = Long.parseLong(arguments[2]); !backup.isDone(); number++) {
            db.execute("INSERT INTO kept VALUES (?, randomblob(3000))", number).join();
            // The kill waits for the first line.
            if (db.stats().logBytes() >= LogOfBackupKillIT.PIECE) {
                System.out.println(number);
            }
        }
    }
}
