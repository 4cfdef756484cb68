package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.Threads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files and connections are made as the options say. */
@Timeout(60)
class OpeningTests extends AppDatabase {

    @Test
    void aFileIsItsOwnersOnly() throws Exception {
        await(db.execute("INSERT INTO t VALUES (1)"));

        for (String name : List.of("app.db", "app.db-wal", "app.db-shm")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theSettingsAreThoseOfTheOptions() throws Exception {
        assertThat(await(db.query("PRAGMA journal_mode").mapTo(String.class).one()))
                .isEqualTo("wal");
        assertThat(await(db.query("PRAGMA synchronous").mapTo(Long.class).one()))
                .isEqualTo(2);
        assertThat(await(db.query("PRAGMA foreign_keys").mapTo(Long.class).one()))
                .isEqualTo(1);
        assertThat(await(db.query("PRAGMA trusted_schema").mapTo(Long.class).one()))
                .isZero();
        assertThat(await(db.query("PRAGMA cache_size").mapTo(Long.class).one())).isEqualTo(-16_384);
        for (Synchronous synchronous : Synchronous.values()) {
            try (AsyncSqlite other = AsyncSqlite.open(SqliteOptions.file(directory.resolve("other.db"))
                    .synchronous(synchronous)
                    .foreignKeys(false)
                    .build())) {
                assertThat(await(other.query("PRAGMA synchronous")
                                .mapTo(Integer.class)
                                .one()))
                        .isEqualTo(synchronous.level());
                assertThat(await(other.query("PRAGMA foreign_keys")
                                .mapTo(Long.class)
                                .one()))
                        .isZero();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "WAL, FULL, 2",
        "WAL, EXTRA, 3",
        "DELETE, OFF, 0",
        "DELETE, NORMAL, 1",
        "DELETE, FULL, 3",
        "DELETE, EXTRA, 3"
    })
    void fullSynchronousOfARollbackJournalTakesEffectAsExtra(JournalMode mode, Synchronous synchronous, int level)
            throws Exception {
        SqliteOptions options = SqliteOptions.file(directory.resolve("other.db"))
                .journalMode(mode)
                .synchronous(synchronous)
                .build();
        try (AsyncSqlite other = AsyncSqlite.open(options);
                AsyncConnection connection = await(other.connect())) {
            assertThat(synchronousOf(other)).isEqualTo(level);
            assertThat(synchronousOf(connection)).isEqualTo(level);
        }
        assertThat(options.synchronous()).isEqualTo(synchronous);
    }

    private static int synchronousOf(AsyncOperations operations) throws Exception {
        return await(operations.query("PRAGMA synchronous").mapTo(Integer.class).one());
    }

    @Test
    void anotherProcessThatHoldsTheLockMakesItBusy() throws Exception {
        db.close();
        try (AsyncSqlite impatient = AsyncSqlite.open(SqliteOptions.file(directory.resolve("app.db"))
                        .name("impatient")
                        .busyTimeout(Duration.ofMillis(50))
                        .build());
                var holder = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("app.db"));
                var statement = holder.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");

            assertThat(failureOf(impatient.execute("INSERT INTO t VALUES (1)")))
                    .isInstanceOfSatisfying(
                            BusyException.class,
                            busy -> assertThat(busy.retryable()).isTrue());
            assertThat(failureOf(impatient.write(connection -> connection.execute("INSERT INTO t VALUES (1)"))))
                    .isInstanceOf(BusyException.class);

            statement.execute("ROLLBACK");
            assertThat(await(impatient.execute("INSERT INTO t VALUES (1)")).rowsUpdated())
                    .isEqualTo(1);
        }
    }

    @Test
    void messagesAndThreadsNameTheDatabase() {
        assertThat(db.name()).isEqualTo("app.db");
        assertThat(Threads.of("app.db")).extracting(Thread::getName).contains("asyncsqlite-writer-app.db");
        assertThatThrownBy(() -> SqliteOptions.memory().name("").build()).hasMessage("name must not be blank");
    }

    @Test
    void symbolicLinkToNoFileCreatesIt() throws Exception {
        Path file = directory.resolve("target.db");
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), Path.of("other-link.db"));
        Files.createSymbolicLink(directory.resolve("other-link.db"), file);

        try (AsyncSqlite linked = AsyncSqlite.open(link)) {
            await(linked.execute("CREATE TABLE t(k)"));
        }

        assertThat(file).isRegularFile();
        assertThat(Files.isSymbolicLink(link)).isTrue();
        Path circle = directory.resolve("circle.db");
        Files.createSymbolicLink(circle, circle);
        assertThat(reason(circle)).isEqualTo(Reason.NO_ACCESS);
    }

    @Test
    void pathThatIsTooLongIsRefusedAndLeavesNothing() throws Exception {
        Path deep = directory;
        while (deep.toString().length() < 500) {
            deep = Files.createDirectory(deep.resolve("d".repeat(40)));
        }
        Path long1 = deep.resolve("app.db");
        Path long2 = directory.resolve("x".repeat(248));

        for (Path path : List.of(long1, long2)) {
            assertThatThrownBy(() -> AsyncSqlite.open(path))
                    .isInstanceOf(DatabaseOpenException.class)
                    .hasMessageContaining("its path is too long");
            assertThat(path).doesNotExist();
        }
        AsyncSqlite.open(directory.resolve("x".repeat(247))).close();
    }

    @Test
    void aFailureToOpenSaysWhy() throws Exception {
        Path text = Files.writeString(directory.resolve("text.db"), "no database, ".repeat(100));

        assertThat(reason(directory.resolve("missing").resolve("x.db"))).isEqualTo(Reason.MISSING_DIRECTORY);
        assertThat(reason(directory)).isEqualTo(Reason.INVALID_PATH);
        assertThat(reason(directory.resolve("a?b.db"))).isEqualTo(Reason.INVALID_PATH);
        assertThat(reason(directory.resolve("app.db"))).isEqualTo(Reason.ALREADY_OPEN);
        assertThat(reason(directory.resolve("x".repeat(300)))).isEqualTo(Reason.INVALID_PATH);
        assertThat(reason(text)).isEqualTo(Reason.NOT_A_DATABASE);
        db.close();
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("app.db"));
                var statement = other.createStatement()) {
            statement.execute("PRAGMA locking_mode=EXCLUSIVE");
            statement.execute("INSERT INTO t VALUES (1)");

            assertThat(reason(directory.resolve("app.db"))).isEqualTo(Reason.LOCKED);
        }
    }

    private static Reason reason(Path file) {
        SqliteOptions options =
                SqliteOptions.file(file).busyTimeout(Duration.ZERO).build();
        return catchThrowableOfType(DatabaseOpenException.class, () -> AsyncSqlite.open(options))
                .reason();
    }
}
