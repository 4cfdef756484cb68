package io.asyncsqlite.internal.worker;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.change.CommitWatch;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.ForeignCode;
import io.asyncsqlite.internal.concurrent.ThreadStarter;
import io.asyncsqlite.internal.connection.ConnectionFactory;
import io.asyncsqlite.internal.connection.Counters;
import io.asyncsqlite.internal.connection.LogFlush;
import io.asyncsqlite.internal.engine.TestEngine;
import io.asyncsqlite.internal.function.Definitions;
import io.asyncsqlite.internal.operation.Completions;
import io.asyncsqlite.internal.operation.Deadlines;
import io.asyncsqlite.internal.operation.OperationQueue;
import io.asyncsqlite.internal.operation.ScriptOperation;
import io.asyncsqlite.internal.operation.Telemetry;
import io.asyncsqlite.internal.operation.Undelivered;
import io.asyncsqlite.internal.sql.SqlScript;
import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.Collector;
import io.asyncsqlite.testing.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No more readers are opened than there is work for at a time. */
@Timeout(120)
class ReaderCountTests extends AppDatabase {

    private static final int READS = 20_000;

    private AsyncSqlite eightReaders() {
        return AsyncSqlite.open(
                SqliteOptions.file(directory.resolve("other.db")).readers(8).build());
    }

    private static CompletableFuture<Long> read(AsyncSqlite other, long value) {
        return other.query("SELECT ?", value).mapTo(Long.class).one();
    }

    @Test
    void aCallerThatWaitsForEachAnswerIsServedByOneReader() throws Exception {
        try (AsyncSqlite other = eightReaders()) {
            for (long i = 0; i < READS; i++) {
                assertThat(await(read(other, i))).isEqualTo(i);
            }

            assertThat(other.stats().openReaders()).isEqualTo(1);
            assertThat(other.stats().busyReaders()).isZero();
        }
    }

    @Test
    void aCallerThatAsksFromItsCallbackIsServedByOneReader() throws Exception {
        try (AsyncSqlite other = eightReaders()) {
            chain(other, READS).get(100, TimeUnit.SECONDS);

            assertThat(other.stats().openReaders()).isEqualTo(1);
        }
    }

    /** Reads one after the other, each submitted by the completion of the one before. */
    private static CompletableFuture<Void> chain(AsyncSqlite other, int reads) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        next(other, reads, done);
        return done;
    }

    private static void next(AsyncSqlite other, int reads, CompletableFuture<Void> done) {
        read(other, reads).whenCompleteAsync((value, failure) -> {
            if (failure != null) {
                done.completeExceptionally(failure);
            } else if (reads == 1) {
                done.complete(null);
            } else {
                next(other, reads - 1, done);
            }
        });
    }

    @Test
    void twoInFlightAreServedByNoMoreThanTwo() throws Exception {
        try (AsyncSqlite other = eightReaders()) {
            CompletableFuture.allOf(chain(other, READS), chain(other, READS)).get(100, TimeUnit.SECONDS);

            assertThat(other.stats().openReaders()).isBetween(1, 2);
        }
    }

    @Test
    void slowReadsAreServedByNoMoreReadersThanCallers() throws Exception {
        try (AsyncSqlite other = eightReaders()) {
            for (int i = 0; i < 300; i++) {
                await(Numbers.to(other, 2_000).list());
                await(other.read(connection -> connection.query("SELECT 1").list()));
                await(Collector.collect(Numbers.to(other, 500).stream()));
            }

            assertThat(other.stats().openReaders()).isEqualTo(1);
        }
    }

    @Test
    void aReadNeverWaitsBehindAnotherWhileAReaderMayBeOpened() throws Exception {
        try (AsyncSqlite other = eightReaders()) {
            for (int i = 0; i < 2_000; i++) {
                // The reader that still polls its queue may get the keeper.
                CountDownLatch released = new CountDownLatch(1);
                CompletableFuture<Boolean> keeper = other.read(connection -> released.await(20, TimeUnit.SECONDS));
                CompletableFuture<Long> beside = read(other, i);

                assertThat(await(beside)).isEqualTo(i);
                released.countDown();
                assertThat(await(keeper)).isTrue();
            }
            assertThat(other.stats().openReaders()).isEqualTo(2);
        }
    }

    @Test
    void aReaderThatTakesAnOperationHasAnotherStartedForTheNext() {
        SqliteOptions options = SqliteOptions.memory().readers(2).build();
        Counters counters = new Counters();
        ForeignCode foreign = new ForeignCode("count");
        Telemetry telemetry = new Telemetry("count", null, foreign, counters);
        Completions completions = new Completions(
                new Callbacks(Runnable::run, foreign), telemetry, options, new LogFlush(), ThreadStarter.SYSTEM);
        ConnectionFactory connections = new ConnectionFactory(
                TestEngine.get(),
                options,
                counters,
                new Definitions(List.of(), new Codecs(List.of())),
                new CommitWatch());
        OperationQueue queue = new OperationQueue(10, 1_000, new Undelivered(1_000));
        List<Thread> started = new ArrayList<>();
        Readers readers = new Readers(
                queue, completions, connections, new Deadlines(completions, "count"), started::add, options);
        Reader first = new Reader(readers, queue, completions, connections, 1);

        queue.offer(new ScriptOperation(Runnable::run, SqlScript.parse("SELECT 1")));
        readers.startIfNeeded();
        assertThat(started).hasSize(1);
        // Its submitter comes when the first reader has taken its operation and is counted as free still.
        assertThat(queue.poll()).isNotNull();
        queue.offer(new ScriptOperation(Runnable::run, SqlScript.parse("SELECT 2")));
        readers.startIfNeeded();
        assertThat(started).hasSize(1);

        readers.taken(first);

        assertThat(started).hasSize(2);
    }
}
