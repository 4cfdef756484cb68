package io.asyncsqlite;

import static io.asyncsqlite.testing.BackupSubject.checkCopy;
import static io.asyncsqlite.testing.BackupSubject.names;
import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.asyncsqlite.BackupException.Reason;
import io.asyncsqlite.testing.BackupSubject;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file is restored whole, or stays as it is. */
@Timeout(60)
class RestoreTests {

    @TempDir
    Path directory;

    private Path file;
    private Path backup;

    @BeforeEach
    void backUp() throws Exception {
        file = directory.resolve("app.db");
        backup = directory.resolve("backup.db");
        try (AsyncSqlite db = BackupSubject.open(SqliteOptions.file(file).build())) {
            await(db.backup(backup));
            await(db.execute("DROP TABLE filler"));
        }
    }

    private void assertRefused(Reason reason, String message) throws Exception {
        byte[] before = Files.readAllBytes(file);

        assertThatExceptionOfType(BackupException.class)
                .isThrownBy(() -> AsyncSqlite.restore(backup, file))
                .withMessageStartingWith("No backup was restored to " + file.toAbsolutePath())
                .withMessageContaining(message)
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void closedDatabaseGetsTheStateOfTheBackup() throws Exception {
        AsyncSqlite.restore(backup, file);

        checkCopy(file);
        assertThat(names(directory)).containsExactly("app.db", "backup.db");
    }

    @Test
    void missingFileIsMade() throws Exception {
        Files.delete(file);

        AsyncSqlite.restore(backup, file);

        checkCopy(file);
    }

    @Test
    void openDatabaseIsRefused() throws Exception {
        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            assertThatExceptionOfType(BackupException.class)
                    .isThrownBy(() -> AsyncSqlite.restore(backup, file))
                    .withMessageContaining("this program has it open");
            await(db.execute("INSERT INTO account VALUES (3, 0)"));
        }
    }

    @Test
    void fileThatWasNotClosedIsRefused() throws Exception {
        Files.writeString(directory.resolve("app.db-wal"), "log");

        assertRefused(Reason.TARGET_IN_USE, "app.db-wal exists");
    }

    @Test
    void openOrMissingBackupIsRefused() throws Exception {
        try (AsyncSqlite opened = AsyncSqlite.open(backup)) {
            assertRefused(Reason.TARGET_IN_USE, "has the backup open");
            await(opened.execute("INSERT INTO account VALUES (3, 0)"));
        }
        Files.delete(backup);
        assertRefused(Reason.INVALID_PATH, "there is no file");
    }

    @Test
    void damagedBackupIsRefused() throws Exception {
        try (FileChannel channel = FileChannel.open(backup, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(4096), 4096L * 20);
        }
        assertRefused(Reason.DAMAGED, "damaged");
        Files.writeString(backup, "no database");
        assertRefused(Reason.DAMAGED, "NOTADB");
        Files.writeString(directory.resolve("backup.db-wal"), "log");
        assertRefused(Reason.DAMAGED, "backup.db-wal holds a part of it");
    }
}
