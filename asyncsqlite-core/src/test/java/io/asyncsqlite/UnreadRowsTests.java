package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.internal.DatabaseHandle;
import io.asyncsqlite.testing.FaultyEngine;
import io.asyncsqlite.testing.WriterGate;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A statement that wrote and whose rows cannot be read leaves nothing, and says so. */
@Timeout(60)
class UnreadRowsTests {

    private static final String RETURNING = "INSERT INTO t VALUES (1), (2) RETURNING k";

    @TempDir
    Path directory;

    private final FaultyEngine engine = new FaultyEngine();
    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        db = DatabaseHandle.open(SqliteOptions.file(directory.resolve("app.db")).build(), engine);
        await(db.execute("CREATE TABLE t(k)"));
        await(db.execute("CREATE TABLE once(k UNIQUE)"));
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void failedReadInAGroupFailsAloneAndLeavesNothing() throws Exception {
        List<CompletableFuture<?>> members = WriterGate.whileHeld(db, () -> {
            engine.failReads(RETURNING, new OutOfMemoryError("told to throw"), 2);
            return List.of(
                    db.execute("INSERT INTO t VALUES (10)"),
                    db.query(RETURNING).list(),
                    db.execute("INSERT INTO t VALUES (11)"));
        });

        await(members.get(0));
        await(members.get(2));
        assertThat(failureOf(members.get(1)))
                .isInstanceOf(StatementException.class)
                .hasMessageContaining("There was not enough memory")
                .extracting(failure -> ((SqliteException) failure).outcome())
                .isEqualTo(Outcome.ROLLED_BACK);
        assertThat(keys()).containsExactly(10L, 11L);
    }

    @Test
    void failedReadEndsItsTransaction() throws Exception {
        engine.failReads(RETURNING, new OutOfMemoryError("told to throw"), 1);

        Throwable failure = failureOf(db.inTransaction(tx -> tx.execute("INSERT INTO t VALUES (10)")
                .thenCompose(done -> tx.query(RETURNING).list())
                .handle((rows, failed) -> failed)
                .thenCompose(caught -> tx.execute("INSERT INTO t VALUES (11)"))));

        assertThat(failure).isInstanceOf(TransactionException.class);
        assertThat(keys()).isEmpty();
    }

    /** The transaction must fail; the kind of the failure does not matter. */
    @Test
    void failureOutsideSqliteEndsTheTransaction() throws Exception {
        engine.failReads(RETURNING, new IllegalStateException("told to throw"), 1);

        Throwable failure = failureOf(db.inTransaction(tx -> tx.query(RETURNING)
                .list()
                .handle((rows, failed) -> failed)
                .thenCompose(caught -> tx.execute("INSERT INTO t VALUES (11)"))));

        assertThat(failure).isInstanceOf(TransactionException.class).hasMessageContaining("after an earlier error");
        assertThat(keys()).isEmpty();
    }

    @Test
    void firstErrorIsToldWhereUndoingFailsAsWell() throws Exception {
        engine.failStatements("ROLLBACK TO asyncsqlite_batch");

        Throwable failure = failureOf(db.executeMany("INSERT INTO once VALUES (?)", List.of(List.of(1), List.of(1))));

        assertThat(failure).isInstanceOf(ConstraintException.class);
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(await(db.query("SELECT count(*) FROM once").mapTo(Long.class).one()))
                .isZero();
        await(db.execute("INSERT INTO once VALUES (2)"));
    }

    @Test
    void failedReadEndsTheTransactionOfALambda() throws Exception {
        engine.failReads(RETURNING, new IllegalStateException("told to throw"), 1);

        Throwable failure = failureOf(db.write(connection -> {
            connection.execute("INSERT INTO t VALUES (10)");
            assertThatThrownBy(() -> connection.query(RETURNING).list()).hasMessage("told to throw");
            return connection.execute("INSERT INTO t VALUES (11)");
        }));

        assertThat(failure).isInstanceOf(TransactionException.class);
        assertThat(keys()).isEmpty();
    }

    @Test
    void failedReadEndsTheTransactionOfAConnection() throws Exception {
        try (AsyncConnection connection = await(db.connect())) {
            await(connection.begin());
            engine.failReads(RETURNING, new OutOfMemoryError("told to throw"), 1);

            assertThat(failureOf(connection.query(RETURNING).list())).isInstanceOf(StatementException.class);
            assertThat(failureOf(connection.commit())).isInstanceOf(TransactionException.class);

            assertThat(failureOf(connection.cursor(RETURNING))).isNull();
        }
        assertThat(keys()).containsExactly(1L, 2L);
    }

    @Test
    void openReadDoesNotSeeLaterWrites() throws Exception {
        await(db.executeMany(
                "INSERT INTO t VALUES (?)",
                LongStream.range(0, 1_000).mapToObj(List::of).toList()));

        await(db.write(connection -> {
            connection
                    .query("SELECT k FROM t")
                    .forEach(row -> connection.execute("INSERT INTO t VALUES (?)", row.getLong(0)));
            return true;
        }));

        assertThat(keys()).hasSize(2_000);
    }

    private List<Long> keys() throws Exception {
        return await(db.query("SELECT k FROM t ORDER BY k").mapTo(Long.class).list());
    }
}
