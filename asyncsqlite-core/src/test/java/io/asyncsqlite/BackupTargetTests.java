package io.asyncsqlite;

import static io.asyncsqlite.testing.BackupSubject.names;
import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.BackupException.Reason;
import io.asyncsqlite.testing.AppDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A target that must not be written is refused, and stays as it is. */
@Timeout(60)
class BackupTargetTests extends AppDatabase {

    private static final BackupOptions REPLACE =
            BackupOptions.builder().replace(true).build();

    private void assertRefused(Path target, Reason reason, String message) throws Exception {
        List<String> before = names(directory);

        assertThat(failureOf(db.backup(target, REPLACE)))
                .isInstanceOfSatisfying(
                        BackupException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason))
                .hasMessageContaining(String.valueOf(target.getFileName()))
                .hasMessageContaining(message);
        assertThat(names(directory)).isEqualTo(before);
    }

    @Test
    void existingTargetIsRefusedUnlessReplaced() throws Exception {
        Path target = Files.writeString(directory.resolve("old.db"), "old");

        assertThat(failureOf(db.backup(target)))
                .isInstanceOfSatisfying(
                        BackupException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.TARGET_EXISTS))
                .hasMessageContaining("BackupOptions.replace");
        assertThat(Files.readString(target)).isEqualTo("old");
        assertThat(await(db.backup(target, REPLACE)).bytes()).isPositive();
    }

    @Test
    void databaseItselfIsNoTarget() throws Exception {
        assertRefused(directory.resolve("app.db"), Reason.TARGET_IN_USE, "this program has it open");
        Path link = Files.createLink(directory.resolve("hard.db"), directory.resolve("app.db"));
        assertRefused(link, Reason.TARGET_IN_USE, "this program has it open");
        for (String suffix : List.of("-wal", "-shm", "-journal")) {
            assertRefused(directory.resolve("app.db" + suffix), Reason.TARGET_IN_USE, "this program has it open");
        }
        await(db.execute("INSERT INTO t VALUES (1)"));
    }

    @Test
    void otherOpenDatabaseIsNoTarget() throws Exception {
        try (AsyncSqlite other = AsyncSqlite.open(directory.resolve("other.db"))) {
            assertRefused(directory.resolve("other.db"), Reason.TARGET_IN_USE, "this program has it open");
            await(other.execute("CREATE TABLE still(there)"));
        }
    }

    @Test
    void fileWithALogBesideItIsNoTarget() throws Exception {
        Files.writeString(directory.resolve("foreign.db-wal"), "log of another program");

        assertRefused(directory.resolve("foreign.db"), Reason.TARGET_IN_USE, "foreign.db-wal exists");
    }

    @Test
    void symbolicLinkIsNoTarget() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), directory.resolve("nowhere.db"));

        assertRefused(link, Reason.INVALID_PATH, "symbolic link");
    }

    @Test
    void directoryIsNoTarget() throws Exception {
        assertRefused(Files.createDirectory(directory.resolve("folder")), Reason.INVALID_PATH, "is a directory");
        assertRefused(directory.resolve("a?b.db"), Reason.INVALID_PATH, "'?'");
    }

    @Test
    void missingDirectoryIsRefused() throws Exception {
        assertRefused(directory.resolve("missing/copy.db"), Reason.MISSING_DIRECTORY, "create it first");
    }

    @Test
    void linkedDirectoryIsFollowed() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("linked"), real);

        BackupResult made = await(db.backup(link.resolve("copy.db")));

        assertThat(made.file()).isEqualTo(real.toRealPath().resolve("copy.db"));
    }

    @Test
    void partOfAKilledProgramIsDeletedAfterADay() throws Exception {
        Path old = Files.writeString(directory.resolve(".asyncsqlite-backup-old"), "part");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        Path recent = Files.writeString(directory.resolve(".asyncsqlite-backup-recent"), "part");

        await(db.backup(directory.resolve("copy.db")));

        assertThat(old).doesNotExist();
        assertThat(recent).exists();
    }
}
