package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.RowSource;
import io.asyncsqlite.testing.WriterGate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bulk writes that leave out rows which SQLite refuses, that run a statement first, and beside others. */
@Timeout(60)
class RefusedRowTests extends AppDatabase {

    private static final String INSERT = "INSERT INTO once(k) VALUES (?)";

    private final List<RefusedRow> refused = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void create() throws Exception {
        await(db.execute("CREATE TABLE once(k INTEGER PRIMARY KEY CHECK (k <> 13))"));
    }

    private BulkWrite write(String sql) {
        return db.bulkWrite(sql).withChunkSize(4).withRefused(refused::add);
    }

    private List<Long> keys() throws Exception {
        return await(db.query("SELECT k FROM once ORDER BY k").mapTo(Long.class).list());
    }

    @Test
    void refusedRowsAreReportedAndTheRestStays() throws Exception {
        List<Long> progress = Collections.synchronizedList(new ArrayList<>());
        Stream<Object> rows = Stream.of(1, 2, 1, "text", 3, 13, 4, 5, 5, 6);

        assertThat(await(write(INSERT).withProgress(progress::add).from(rows.iterator())))
                .isEqualTo(6);

        assertThat(keys()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(refused.stream().map(RefusedRow::index)).containsExactly(2L, 3L, 5L, 8L);
        assertThat(refused.stream().map(row -> row.code().toString()))
                .containsExactly(
                        "SQLITE_CONSTRAINT_PRIMARYKEY",
                        "SQLITE_MISMATCH",
                        "SQLITE_CONSTRAINT_CHECK",
                        "SQLITE_CONSTRAINT_PRIMARYKEY");
        assertThat(refused.get(0).reason()).isEqualTo("UNIQUE constraint failed: once.k");
        assertThat(progress).containsExactly(4L, 8L, 10L);
    }

    @Test
    void blockingViewReportsRefusedRows() {
        assertThat(db.blocking()
                        .bulkWrite(INSERT)
                        .withRefused(refused::add)
                        .from(List.of(1, 1, 2).iterator()))
                .isEqualTo(2);

        assertThat(refused).hasSize(1);
    }

    @Test
    void refusedRowOfALostGroupIsReportedOnce() throws Exception {
        await(db.execute("INSERT INTO once(k) VALUES (100)"));
        RowSource source = new RowSource();
        CompletableFuture<WriteResult> losing = new CompletableFuture<>();
        CompletableFuture<Long> written = WriterGate.whileHeld(db, () -> {
            CompletableFuture<Long> bulk =
                    db.bulkWrite(INSERT).withRefused(refused::add).from(source);
            source.publish(99, 102);
            source.complete();
            db.execute("INSERT OR ROLLBACK INTO once(k) VALUES (100)")
                    .whenComplete((result, failure) -> losing.completeExceptionally(failure));
            return bulk;
        });

        assertThat(failureOf(losing)).isInstanceOf(ConstraintException.class);
        assertThat(await(written)).isEqualTo(2);
        assertThat(refused).extracting(RefusedRow::index).containsExactly(1L);
        assertThat(keys()).containsExactly(99L, 100L, 101L);
    }

    @Test
    void chunkOfALostGroupIsWrittenOnce() throws Exception {
        await(db.execute("CREATE TABLE plain(k)"));
        RowSource source = new RowSource();
        CompletableFuture<Long> written = WriterGate.whileHeld(db, () -> {
            CompletableFuture<Long> bulk =
                    db.bulkWrite("INSERT INTO plain VALUES (?)").from(source);
            source.publish(0, 50);
            source.complete();
            db.execute("INSERT OR ROLLBACK INTO once(k) VALUES (13)");
            return bulk;
        });

        assertThat(await(written)).isEqualTo(50);
        assertThat(await(
                        db.query("SELECT count(*) FROM plain").mapTo(Long.class).one()))
                .isEqualTo(50);
    }

    @Test
    void rowThatRollsTheTransactionBackEndsTheWrite() throws Exception {
        BulkWriteException failure = (BulkWriteException) failureOf(write("INSERT OR ROLLBACK INTO once(k) VALUES (?)")
                .from(List.of(1, 2, 3, 4, 5, 1, 6).iterator()));

        assertThat(failure.rows()).isEqualTo(4);
        assertThat(failure).hasCauseInstanceOf(ConstraintException.class);
        assertThat(keys()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(refused).isEmpty();
    }

    @Test
    void functionThatThrowsEndsTheWrite() throws Exception {
        await(db.define(SqlFunction.scalar("broken", Long.class, argument -> {
            throw new IllegalStateException("of the user");
        })));

        Throwable failure = failureOf(
                write("INSERT INTO once(k) VALUES (broken(?))").from(List.of(1).iterator()));

        assertThat(failure).isInstanceOf(StatementException.class).hasRootCauseMessage("of the user");
        assertThat(refused).isEmpty();
    }

    @Test
    void listenerThatThrowsEndsTheWrite() throws Exception {
        BulkWrite limited = db.bulkWrite(INSERT).allOrNone().withRefused(row -> {
            throw new IllegalStateException("too many");
        });

        assertThat(failureOf(limited.from(List.of(1, 1).iterator()))).hasMessage("too many");
        assertThat(keys()).isEmpty();
    }

    @Test
    void firstStatementIsPartOfTheWrite() throws Exception {
        await(db.execute("INSERT INTO once(k) VALUES (7)"));
        BulkWrite replacing = db.bulkWrite(INSERT).allOrNoneAfter("DELETE FROM once");

        assertThat(failureOf(replacing.from(List.of(1, 1).iterator()))).isInstanceOf(ConstraintException.class);
        assertThat(keys()).containsExactly(7L);
        assertThat(await(replacing.from(List.of(1, 2).iterator()))).isEqualTo(2);
        assertThat(keys()).containsExactly(1L, 2L);
    }

    @Test
    void wrongFirstStatementEndsTheWrite() throws Exception {
        BulkWrite write = db.bulkWrite(INSERT);

        assertThat(failureOf(write.allOrNoneAfter("COMMIT").from(List.of(1).iterator())))
                .isInstanceOf(InvalidStatementException.class);
        assertThat(failureOf(
                        write.allOrNoneAfter("DELETE FROM none").from(List.of(1).iterator())))
                .isInstanceOf(StatementException.class);
        assertThat(keys()).isEmpty();
    }

    @Test
    void chunksLetAnotherProgramWriteBetween() throws Exception {
        try (Connection other = other()) {
            BulkWrite write = write(INSERT).withProgress(rows -> run(other, "INSERT INTO once VALUES (" + -rows + ")"));

            assertThat(await(write.from(List.of(1, 2, 3, 4, 5, 6).iterator()))).isEqualTo(6);
        }
        assertThat(keys()).containsExactly(-6L, -4L, 1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void lockOfAnotherProgramEndsTheWriteAfterItsTime() throws Exception {
        db.close();
        db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("app.db"))
                .busyTimeout(Duration.ofMillis(50))
                .build());
        try (Connection other = other()) {
            BulkWrite write = write(INSERT).withProgress(rows -> run(other, "BEGIN IMMEDIATE"));

            BulkWriteException failure = (BulkWriteException)
                    failureOf(write.from(List.of(1, 2, 3, 4, 5, 6).iterator()));

            assertThat(failure.rows()).isEqualTo(4);
            assertThat(failure).hasCauseInstanceOf(BusyException.class);
            run(other, "ROLLBACK");
        }
        assertThat(keys()).containsExactly(1L, 2L, 3L, 4L);
    }

    private Connection other() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("app.db"));
    }

    private static void run(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
