package io.asyncsqlite.internal.concurrent;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.OperationTrace;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.internal.DatabaseHandle;
import io.asyncsqlite.internal.connection.Counters;
import io.asyncsqlite.internal.connection.LogFlush;
import io.asyncsqlite.internal.log.Log;
import io.asyncsqlite.internal.operation.Completions;
import io.asyncsqlite.internal.operation.ConnectionOperation;
import io.asyncsqlite.internal.operation.Deadlines;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationQueue;
import io.asyncsqlite.internal.operation.SlowOperations;
import io.asyncsqlite.internal.operation.Telemetry;
import io.asyncsqlite.internal.operation.Undelivered;
import io.asyncsqlite.internal.worker.Checkpoints;
import io.asyncsqlite.testing.Collector;
import io.asyncsqlite.testing.FaultyEngine;
import io.asyncsqlite.testing.Futures;
import io.asyncsqlite.testing.LogCapture;
import io.asyncsqlite.testing.Threads;
import io.asyncsqlite.testing.WriterGate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No completion depends on user code: it may throw anything at any place between the COMMIT and the caller. */
@Timeout(60)
class ForeignCodeTests {

    /** Where code of others is called. */
    private enum Seam {
        OPERATION_FINISHED,
        COMMITTED,
        CHECKPOINTED,
        SUBMITTED,
        TRACE_ENDED,
        BEFORE_TRACED_CODE,
        AFTER_TRACED_CODE,
        INSTEAD_OF_TRACED_CODE,
        CALLBACK_EXECUTOR,
        AFTER_CALLBACK,
        LOG_HANDLER,
        CHECKPOINT
    }

    @TempDir
    Path directory;

    private final FaultyEngine engine = new FaultyEngine();
    private final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    private final Logger slow = Logger.getLogger(Log.name(SlowOperations.class));
    private final List<Handler> handlers = new ArrayList<>();
    private Seam faulty = Seam.OPERATION_FINISHED;

    @AfterEach
    void removeHandlers() {
        handlers.forEach(slow::removeHandler);
        slow.setUseParentHandlers(true);
    }

    static Stream<Arguments> faults() {
        return Stream.of(Seam.values())
                .flatMap(seam -> Stream.of(
                                new IllegalStateException("told to throw"),
                                new NoClassDefFoundError("told to throw"),
                                new OutOfMemoryError("told to throw"),
                                new RejectedExecutionException("told to throw"))
                        .map(fault -> Arguments.of(seam, fault)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void exceptionAfterACommitChangesNoOutcome(Seam seam, Throwable fault) throws Exception {
        faulty = seam;
        try (LogCapture foreign = new LogCapture(ForeignCode.class);
                LogCapture checkpoints = new LogCapture(Checkpoints.class);
                AsyncSqlite db = DatabaseHandle.open(options(), engine)) {
            await(db.execute("CREATE TABLE t(v)"));
            arm(fault);

            // More than 1,000 pages, so that a checkpoint follows.
            CompletableFuture<Long> batch = db.executeMany(
                    "INSERT INTO t VALUES (zeroblob(5000))",
                    Stream.generate(List::of).limit(1_500).toList());
            assertThat(await(batch)).isEqualTo(1_500);
            List<CompletableFuture<WriteResult>> group = WriterGate.whileHeld(
                    db,
                    () -> Stream.generate(() -> db.execute("INSERT INTO t VALUES (2)"))
                            .limit(100)
                            .toList());
            for (CompletableFuture<WriteResult> member : group) {
                assertThat(await(member).rowsUpdated()).isEqualTo(1);
            }
            assertThat(await(db.<Long>write(connection ->
                            connection.execute("INSERT INTO t VALUES (3)").rowsUpdated())))
                    .isEqualTo(1);
            assertThat(await(db.<WriteResult>inTransaction(tx -> tx.execute("INSERT INTO t VALUES (4)")))
                            .rowsUpdated())
                    .isEqualTo(1);
            assertThat(await(Collector.collect(db.query("SELECT v FROM t WHERE v = 2").mapTo(Long.class).stream())))
                    .hasSize(100);
            arm(null);

            assertThat(await(
                            db.query("SELECT count(*) FROM t").mapTo(Long.class).one()))
                    .isEqualTo(1_602);
            assertThat(db.stats().failed()).isFalse();
            assertThat(foreign.messages()).hasSizeLessThanOrEqualTo(1);
            assertThat(checkpoints.messages().isEmpty()).isEqualTo(seam != Seam.CHECKPOINT);
        }
        assertThat(Threads.of("foreign.db")).isEmpty();
    }

    @Test
    void aKindOfFailureIsLoggedOnce() throws Exception {
        try (LogCapture log = new LogCapture(ForeignCode.class);
                AsyncSqlite db = DatabaseHandle.open(options(), engine)) {
            arm(new AssertionError("told to throw"));
            for (int i = 0; i < 3; i++) {
                await(db.query("SELECT 1").list());
            }
            arm(null);

            log.awaitMessage("A listener of database 'foreign.db' threw; later failures of this kind are not logged");
            assertThat(log.messages()).isEmpty();
        }
    }

    /** The thread that watches deadlines is one for all operations. */
    @Test
    void deadlinesAreSeenToAfterOneWhoseMessageCannotBeMade() throws Exception {
        SqliteOptions options = SqliteOptions.memory().build();
        ForeignCode foreign = new ForeignCode("deadlines");
        Telemetry telemetry = new Telemetry("deadlines", null, foreign, new Counters());
        Deadlines deadlines = new Deadlines(
                new Completions(
                        new Callbacks(options.callbackExecutor(), foreign),
                        telemetry,
                        options,
                        new LogFlush(),
                        ThreadStarter.SYSTEM),
                "deadlines");
        OperationQueue bad = new OperationQueue(10, 1_000, new Undelivered(1_000));
        OperationQueue good = new OperationQueue(10, 1_000, new Undelivered(1_000));
        deadlines.add(bad, () -> {
            throw new OutOfMemoryError("told to throw");
        });
        deadlines.add(good, () -> "it had to wait");
        deadlines.start();
        try {
            assertThat(Futures.failureOf(late(bad, deadlines))).isInstanceOf(OutOfMemoryError.class);
            assertThat(Futures.failureOf(late(good, deadlines))).hasMessageContaining("it had to wait");
        } finally {
            deadlines.close();
        }
    }

    private static CompletableFuture<?> late(OperationQueue queue, Deadlines deadlines) {
        Operation<?> operation = ConnectionOperation.control(Runnable::run, "nothing", connection -> {});
        operation.accept(System.nanoTime(), 1);
        queue.offer(operation);
        deadlines.watch(operation);
        return operation.future();
    }

    @Test
    void inlineExecutorKeepsCallbacksOffDatabaseThreads() throws Exception {
        SqliteOptions inline = SqliteOptions.file(directory.resolve("inline.db"))
                .callbackExecutor(Runnable::run)
                .build();
        try (AsyncSqlite db = AsyncSqlite.open(inline)) {
            CompletableFuture<String> thread = WriterGate.whileHeld(
                    db,
                    () -> db.execute("CREATE TABLE t(v)")
                            .thenApply(done -> Thread.currentThread().getName()));

            assertThat(await(thread)).isEqualTo("asyncsqlite-callback");
        }
    }

    private void arm(@Nullable Throwable fault) {
        thrown.set(fault);
        engine.throwInCheckpoints(faulty == Seam.CHECKPOINT ? fault : null);
    }

    private SqliteOptions options() {
        slow.setUseParentHandlers(false);
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                at(Seam.LOG_HANDLER);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        handlers.add(handler);
        slow.addHandler(handler);
        Executor executor = task -> {
            at(Seam.CALLBACK_EXECUTOR);
            ForkJoinPool.commonPool().execute(task);
            at(Seam.AFTER_CALLBACK);
        };
        return SqliteOptions.file(directory.resolve("foreign.db"))
                .slowOperationTime(Duration.ofNanos(1))
                .callbackExecutor(executor)
                .listener(new FaultyListener())
                .tracer((database, kind, sql) -> {
                    at(Seam.SUBMITTED);
                    return new FaultyTrace();
                })
                .build();
    }

    private void at(Seam seam) {
        Throwable fault = thrown.get();
        if (seam == faulty && fault != null) {
            ForeignCodeTests.<RuntimeException>sneak(fault);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // Throws what no signature allows.
    private static <E extends Throwable> void sneak(Throwable fault) throws E {
        throw (E) fault;
    }

    private final class FaultyListener implements SqliteListener {

        @Override
        public void operationFinished(FinishedOperation operation) {
            at(Seam.OPERATION_FINISHED);
        }

        @Override
        public void committed(Commit commit) {
            at(Seam.COMMITTED);
        }

        @Override
        public void checkpointed(Checkpoint checkpoint) {
            at(Seam.CHECKPOINTED);
        }
    }

    private final class FaultyTrace implements OperationTrace {

        @Override
        public void ended(@Nullable Throwable failure) {
            at(Seam.TRACE_ENDED);
        }

        @Override
        public void run(Runnable code) {
            at(Seam.BEFORE_TRACED_CODE);
            if (faulty != Seam.INSTEAD_OF_TRACED_CODE || thrown.get() == null) {
                code.run();
            }
            at(Seam.AFTER_TRACED_CODE);
        }
    }
}
