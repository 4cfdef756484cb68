package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.Endless;
import io.asyncsqlite.testing.Threads;
import io.asyncsqlite.testing.WriterGate;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each operation is followed from its call to its callbacks. */
@Timeout(60)
class TracerTests {

    @TempDir
    Path directory;

    /** The operation for which each thread runs code now. */
    private final ThreadLocal<String> context = new ThreadLocal<>();

    private final List<Recorded> traces = new CopyOnWriteArrayList<>();
    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("app.db"))
                .queueCapacity(2)
                .readers(1)
                .tracer(Recorded::new)
                .build());
        await(db.execute("CREATE TABLE t(k UNIQUE)"));
        traces.clear();
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void dependentStagesAndMappersRunInTheContextOfTheCall() throws Exception {
        CompletableFuture<String> stage = WriterGate.whileHeld(db, () -> {
            context.set("caller");
            CompletableFuture<String> dependent =
                    db.execute("INSERT INTO t VALUES (1)").thenApply(written -> context.get());
            context.remove();
            return dependent;
        });
        assertThat(await(stage)).isEqualTo("caller");
        context.set("reader");
        CompletableFuture<List<String>> mapped =
                db.query("SELECT k FROM t").map(row -> context.get()).list();
        context.remove();

        assertThat(await(mapped)).containsExactly("reader");
    }

    @Test
    void tracerFollowsATransactionsFunctionAndOperations() throws Exception {
        context.set("caller");
        CompletableFuture<String> result = db.inTransaction(tx -> {
            String seen = context.get();
            return tx.execute("INSERT INTO t VALUES (1)").thenApply(written -> seen + " " + context.get());
        });
        context.remove();

        assertThat(await(result)).isEqualTo("caller caller");
        assertThat(traces)
                .extracting(trace -> trace.kind + " " + trace.sql)
                .containsExactly("TRANSACTION asynchronous transaction", "WRITE INSERT INTO t VALUES (1)");
    }

    @Test
    void theEndIsToldOnceHoweverItComes() throws Exception {
        await(db.execute("INSERT INTO t VALUES (1)"));
        failureOf(db.execute("INSERT INTO t VALUES (1)"));
        WriterGate.whileHeld(db, () -> {
            for (int i = 0; i < 3; i++) {
                db.execute("DELETE FROM t WHERE k = 1").cancel(i == 0);
            }
            db.execute("DELETE FROM t WHERE k = 2");
            return db.execute("DELETE FROM t WHERE k = 3");
        });
        CompletableFuture<List<Row>> running = db.query(Endless.SELECT).list();
        Endless.untilRunning("reader-1", "app.db");
        running.cancel(true);
        db.close();
        Threads.awaitIdleCallbacks();

        assertThat(traces).allSatisfy(trace -> assertThat(trace.ends).hasValue(1));
        assertThat(failures("INSERT INTO t VALUES (1)"))
                .satisfiesExactly(
                        none -> assertThat(none).isNull(),
                        failure -> assertThat(failure).isInstanceOf(ConstraintException.class));
        assertThat(failures("DELETE FROM t WHERE k = 1"))
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(CancellationException.class));
        assertThat(failures(Endless.SELECT)).singleElement().isInstanceOf(CancellationException.class);
    }

    @Test
    void aRefusedOperationIsToldAsSuch() throws Exception {
        WriterGate.whileHeld(db, () -> {
            for (int i = 0; i < 3; i++) {
                db.execute("INSERT INTO t VALUES (?)", i);
            }
            return db;
        });

        assertThat(failures("INSERT INTO t VALUES (?)"))
                .filteredOn(failure -> failure instanceof QueueFullException)
                .hasSize(1);
    }

    private List<Throwable> failures(String sql) {
        return traces.stream()
                .filter(trace -> trace.sql.equals(sql))
                .map(trace -> trace.failure)
                .toList();
    }

    private final class Recorded implements OperationTrace {

        private final SqliteListener.OperationKind kind;
        private final String sql;
        private final String captured = context.get();
        private final AtomicInteger ends = new AtomicInteger();
        private volatile @Nullable Throwable failure;

        Recorded(String database, SqliteListener.OperationKind kind, String sql) {
            this.kind = kind;
            this.sql = sql;
            traces.add(this);
        }

        @Override
        public void ended(@Nullable Throwable reason) {
            failure = reason;
            ends.incrementAndGet();
        }

        @Override
        public void run(Runnable code) {
            context.set(captured);
            try {
                code.run();
            } finally {
                context.remove();
            }
        }
    }
}
