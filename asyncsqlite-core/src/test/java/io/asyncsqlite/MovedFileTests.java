package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.internal.connection.ConnectionFactory;
import io.asyncsqlite.testing.LogCapture;
import io.asyncsqlite.testing.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file that is deleted, moved or replaced while it is open fails the database, before more is lost. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "an open file can neither be deleted nor moved there")
class MovedFileTests {

    private enum Accident {
        DELETED {
            @Override
            void to(Path file) throws IOException {
                Files.delete(file);
            }
        },
        MOVED {
            @Override
            void to(Path file) throws IOException {
                Files.move(file, file.resolveSibling("elsewhere.db"));
            }
        },
        REPLACED {
            @Override
            void to(Path file) throws IOException {
                Files.move(file.resolveSibling("other.db"), file, StandardCopyOption.REPLACE_EXISTING);
            }
        },
        LOG_DELETED {
            @Override
            void to(Path file) throws IOException {
                Files.delete(file.resolveSibling("app.db-wal"));
            }
        };

        abstract void to(Path file) throws IOException;

        String message() {
            return this == REPLACED ? "was replaced by another file" : "was deleted or moved away";
        }
    }

    @TempDir
    Path directory;

    private Path file;
    private AsyncSqlite db;
    private LogCapture log;

    @BeforeEach
    void open() throws Exception {
        log = new LogCapture(ConnectionFactory.class);
        try (AsyncSqlite other = AsyncSqlite.open(directory.resolve("other.db"))) {
            await(other.execute("CREATE TABLE o(k)"));
        }
        file = directory.resolve("app.db");
        db = AsyncSqlite.open(file);
        await(db.execute("CREATE TABLE t(k INTEGER PRIMARY KEY)"));
    }

    @AfterEach
    void close() {
        db.close();
        log.close();
        assertThat(Threads.of("app.db")).isEmpty();
    }

    /** Writes until it fails, within a time that many looks fit into. */
    private Throwable writeUntilItFails() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            Throwable failure = failureOf(db.execute("INSERT INTO t DEFAULT VALUES"));
            if (failure != null) {
                return failure;
            }
        }
        throw new AssertionError("still acknowledges");
    }

    @ParameterizedTest
    @EnumSource(Accident.class)
    void writesToAMovedFileFailWithTheReason(Accident accident) throws Exception {
        await(db.execute("INSERT INTO t DEFAULT VALUES"));
        accident.to(file);
        List<Path> before = files();
        byte[] other = accident == Accident.REPLACED ? Files.readAllBytes(file) : new byte[0];

        Throwable first = writeUntilItFails();
        Throwable second = failureOf(db.execute("INSERT INTO t DEFAULT VALUES"));

        assertThat(first)
                .isInstanceOfSatisfying(
                        DatabaseFailedException.class,
                        failed -> assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK))
                .hasMessageContaining(accident.message())
                .hasMessageContaining("Close the database, put its files in place, open it again");
        assertThat(second)
                .isInstanceOfSatisfying(
                        DatabaseFailedException.class,
                        failed -> assertThat(failed.outcome()).isEqualTo(Outcome.NOT_EXECUTED))
                .hasMessageContaining(accident.message());
        assertThat(db.stats().failed()).isTrue();
        db.close();
        assertThat(files()).containsAll(before);
        if (accident == Accident.REPLACED) {
            assertThat(Files.readAllBytes(file)).isEqualTo(other);
        }
    }

    @Test
    void membersOfAGroupFailTogetherAndNoneIsCommitted() throws Exception {
        await(db.execute("INSERT INTO t DEFAULT VALUES"));
        // A reader that is open stays with the file that it has.
        assertThat(await(db.query("SELECT count(*) FROM t").mapTo(Long.class).one()))
                .isEqualTo(1);
        List<CompletableFuture<WriteResult>> writes = new ArrayList<>();
        try (AsyncConnection holder = await(db.connect())) {
            await(holder.begin());
            for (int i = 0; i < 10; i++) {
                writes.add(db.execute("INSERT INTO t DEFAULT VALUES"));
            }
            Files.delete(file);
            awaitLook();
            await(holder.rollback());
        }
        for (var write : writes) {
            assertThat(failureOf(write)).isInstanceOf(DatabaseFailedException.class);
        }
        assertThat(await(db.query("SELECT count(*) FROM t").mapTo(Long.class).one()))
                .isEqualTo(1);
    }

    /** Waits until the next COMMIT looks. */
    private static void awaitLook() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aTransactionOfAConnectionFailsToo() throws Exception {
        try (AsyncConnection connection = await(db.connect())) {
            await(connection.begin());
            await(connection.execute("INSERT INTO t DEFAULT VALUES"));
            Files.delete(file);
            awaitLook();

            assertThat(failureOf(connection.commit()))
                    .isInstanceOf(DatabaseFailedException.class)
                    .hasMessageContaining("was deleted or moved away");
        }
    }

    @Test
    void aConnectionThatIsOpenedLaterDoesNotReadTheOtherFile() throws Exception {
        Accident.REPLACED.to(file);

        assertThat(failureOf(db.query("SELECT * FROM o").list()))
                .isInstanceOf(DatabaseFailedException.class)
                .hasMessageContaining("was replaced by another file");
        assertThat(failureOf(db.connect())).isInstanceOf(DatabaseFailedException.class);
    }

    @Test
    void closingSaysThatItWasMoved() throws Exception {
        Accident.MOVED.to(file);
        db.close();

        assertThat(log.messages()).anyMatch(message -> message.contains("was deleted or moved away"));
    }

    @Test
    void filesThatStayInPlaceDoNotFail() throws Exception {
        for (int i = 0; i < 200; i++) {
            await(db.execute("INSERT INTO t DEFAULT VALUES"));
            if (i % 50 == 0) {
                await(db.query("PRAGMA wal_checkpoint(TRUNCATE)").list());
                await(db.execute("VACUUM"));
                awaitLook();
            }
        }
        db.close();
        assertThat(log.messages()).isEmpty();
    }

    private List<Path> files() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(path -> !path.toString().contains("app.db-")).toList();
        }
    }
}
