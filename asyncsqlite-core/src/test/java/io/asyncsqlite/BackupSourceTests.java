package io.asyncsqlite;

import static io.asyncsqlite.testing.BackupSubject.checkCopy;
import static io.asyncsqlite.testing.BackupSubject.names;
import static io.asyncsqlite.testing.BackupSubject.text;
import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.internal.DatabaseHandle;
import io.asyncsqlite.internal.engine.TestEngine;
import io.asyncsqlite.testing.BackupSubject;
import io.asyncsqlite.testing.FailingStarter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups of databases of every kind. */
@Timeout(60)
class BackupSourceTests {

    private static final BackupOptions VERIFIED =
            BackupOptions.builder().verify(true).build();

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("app.db");
    }

    private Path target() {
        return directory.resolve("copy.db");
    }

    @Test
    void databaseWithARollbackJournalIsBackedUp() throws Exception {
        try (AsyncSqlite db = BackupSubject.open(
                SqliteOptions.file(file()).journalMode(JournalMode.DELETE).build())) {
            await(db.backup(target(), VERIFIED));

            await(db.execute("DELETE FROM filler"));
            checkCopy(target());
        }
        assertThat(names(directory)).containsExactly("app.db", "copy.db");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void databaseInMemoryIsBackedUp(boolean compact) throws Exception {
        try (AsyncSqlite db = BackupSubject.open(SqliteOptions.memory().build())) {
            await(db.backup(
                    target(),
                    BackupOptions.builder().compact(compact).verify(true).build()));

            await(db.execute("DELETE FROM filler"));
            checkCopy(target());
        }
        assertThat(names(directory)).containsExactly("copy.db");
    }

    @Test
    void readOnlyDatabaseIsBackedUp() throws Exception {
        BackupSubject.open(SqliteOptions.file(file()).build()).close();
        try (AsyncSqlite db =
                AsyncSqlite.open(SqliteOptions.file(file()).readOnly(true).build())) {
            await(db.backup(target(), VERIFIED));

            checkCopy(target());
        }
    }

    @Test
    void emptyDatabaseIsBackedUp() throws Exception {
        try (AsyncSqlite db = AsyncSqlite.open(file())) {
            await(db.backup(target(), VERIFIED));
        }
        try (AsyncSqlite copy = AsyncSqlite.open(target())) {
            assertThat(text(copy, "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void pathWithQuotesAndPercentIsATarget() throws Exception {
        Path odd = Files.createDirectory(directory.resolve("it's 100% ödd#"));
        try (AsyncSqlite db = BackupSubject.open(SqliteOptions.file(file()).build())) {
            checkCopy(await(db.backup(odd.resolve("co'py%20.db"), VERIFIED)).file());
        }
    }

    @Test
    void damagedCopyIsFoundAndTheOldOneStays() throws Exception {
        BackupSubject.open(SqliteOptions.file(file()).build()).close();
        damageAPage();
        Files.writeString(target(), "old");
        try (AsyncSqlite db =
                AsyncSqlite.open(SqliteOptions.file(file()).readOnly(true).build())) {
            Throwable failure = failureOf(db.backup(
                    target(), BackupOptions.builder().replace(true).verify(true).build()));

            assertThat(failure)
                    .isInstanceOfSatisfying(
                            BackupException.class,
                            damaged -> assertThat(damaged.reason()).isEqualTo(BackupException.Reason.DAMAGED));
            assertThat(failure).hasMessageContaining("copy.db");
        }
        assertThat(Files.readString(target())).isEqualTo("old");
        assertThat(names(directory)).containsExactly("app.db", "copy.db");
    }

    private void damageAPage() throws Exception {
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(4096), 4096L * 20);
        }
    }

    @Test
    void backupWithoutAThreadFailsAndTheNextOneSucceeds() throws Exception {
        FailingStarter starter = new FailingStarter();
        try (DatabaseHandle db = DatabaseHandle.open(SqliteOptions.file(file()).build(), TestEngine.get(), starter)) {
            starter.fail("backup", 1, new OutOfMemoryError("no thread"));

            assertThat(failureOf(db.backup(target())))
                    .isInstanceOf(DatabaseOpenException.class)
                    .hasMessageContaining("for a backup")
                    .hasMessageContaining("was not executed");
            await(db.backup(target()));
        }
    }
}
