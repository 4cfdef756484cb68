package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.internal.DatabaseHandle;
import io.asyncsqlite.internal.engine.TestEngine;
import io.asyncsqlite.testing.DyingEngine;
import io.asyncsqlite.testing.FailingStarter;
import io.asyncsqlite.testing.Threads;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However the thread of a connection ends, or cannot start, every operation completes, and the next one finds a connection. */
@Timeout(60)
class ReaderDeathTests {

    @TempDir
    Path directory;

    private final DyingEngine engine = new DyingEngine();
    private final FailingStarter starter = new FailingStarter();
    private final List<Throwable> uncaught = new ArrayList<>();
    private Thread.UncaughtExceptionHandler usual;
    private DatabaseHandle db;

    static Stream<Throwable> deaths() {
        return Stream.of(
                new IllegalStateException("told to die"),
                new AssertionError("told to die"),
                new OutOfMemoryError("told to die"));
    }

    private SqliteOptions options() {
        return SqliteOptions.file(directory.resolve("app.db"))
                .readers(1)
                .streamConnections(1)
                .build();
    }

    @BeforeEach
    void open() {
        usual = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> uncaught.add(failure));
        db = DatabaseHandle.open(options(), engine, starter);
    }

    @AfterEach
    void close() {
        db.close();
        assertThat(Threads.of("app.db")).isEmpty();
        Thread.setDefaultUncaughtExceptionHandler(usual);
    }

    private CompletableFuture<Long> read(long value) {
        return db.query("SELECT ?", value).mapTo(Long.class).one();
    }

    /** Submits five reads while the only reader is busy, and arms the engine before it goes on. */
    private List<CompletableFuture<Long>> readsThatWaitTogether(Runnable arm) throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch submitted = new CountDownLatch(1);
        CompletableFuture<Boolean> holder = db.read(connection -> {
            held.countDown();
            return submitted.await(20, TimeUnit.SECONDS);
        });
        assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
        List<CompletableFuture<Long>> reads =
                LongStream.range(0, 5).mapToObj(this::read).toList();
        arm.run();
        submitted.countDown();
        assertThat(await(holder)).isTrue();
        return reads;
    }

    private void servesOn() throws Exception {
        assertThat(await(read(7))).isEqualTo(7);
        assertThat(db.stats().openReaders()).isEqualTo(1);
        assertThat(db.stats().busyReaders()).isZero();
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void resultsThatWereFinishedAreHandedOver(Throwable death) throws Exception {
        // The first COMMIT is the lambda's, the second ends the shared snapshot of the five.
        List<CompletableFuture<Long>> reads = readsThatWaitTogether(() -> engine.dieIn("commit", 1, death));

        int succeeded = 0;
        for (int i = 0; i < 5; i++) {
            Throwable failure = failureOf(reads.get(i));
            if (failure == null) {
                assertThat(await(reads.get(i))).isEqualTo(i);
                succeeded++;
            } else {
                assertThat(failure).isSameAs(death);
            }
        }
        assertThat(succeeded).isPositive();
        servesOn();
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void theOperationThatRanFailsAndOthersGoOn(Throwable death) throws Exception {
        // They begin a transaction to share a snapshot.
        List<CompletableFuture<Long>> reads = readsThatWaitTogether(() -> engine.dieIn("begin", 0, death));

        assertThat(failureOf(reads.get(0))).isSameAs(death);
        for (int i = 1; i < 5; i++) {
            assertThat(await(reads.get(i))).isEqualTo(i);
        }
        servesOn();
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void aConnectionThatCannotBeOpenedFailsWhatWaits(Throwable death) throws Exception {
        engine.dieIn("open", 0, death);

        assertThat(failureOf(read(1)))
                .isInstanceOf(DatabaseOpenException.class)
                .hasMessage("A reading connection of database 'app.db' cannot be opened: " + death)
                .hasCause(death);
        servesOn();
    }

    private static void isNoThread(Throwable failure, Throwable cause) {
        assertThat(failure)
                .isInstanceOfSatisfying(DatabaseOpenException.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.NO_THREAD);
                    assertThat(refused.outcome()).isEqualTo(Outcome.NOT_EXECUTED);
                    assertThat(refused.retryable()).isTrue();
                })
                .hasCause(cause);
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void failedStartOfAReaderFailsWaitingReadsAndIsRetried(Throwable death) throws Exception {
        starter.fail("reader", 2, death);

        isNoThread(failureOf(read(1)), death);
        assertThat(db.stats().openReaders()).isZero();
        isNoThread(failureOf(read(2)), death);
        servesOn();
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void aReaderThatCannotReplaceOneThatIsLentFailsWhatWaits(Throwable death) throws Exception {
        OpenTransaction transaction = await(db.begin(TransactionMode.READ_ONLY));
        starter.fail("reader", 1, death);

        isNoThread(failureOf(read(1)), death);
        assertThat(await(read(2))).isEqualTo(2);
        assertThat(await(transaction.query("SELECT 3").mapTo(Long.class).one())).isEqualTo(3);
        await(transaction.commit());
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void closeReturnsAfterAReaderCouldNotStart(Throwable death) throws Exception {
        starter.fail("reader", Integer.MAX_VALUE, death);
        isNoThread(failureOf(read(1)), death);

        db.close();
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void aConnectionWhoseThreadCannotStartFailsAndCloseReturns(Throwable death) throws Exception {
        starter.fail("connection", 1, death);

        isNoThread(failureOf(db.connect()), death);
        try (AsyncConnection connection = await(db.connect())) {
            assertThat(await(connection.query("SELECT 1").list())).hasSize(1);
        }
        starter.fail("connection", 1, death);
        isNoThread(failureOf(db.connect()), death);
        db.close();
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void aDatabaseWhoseWriterCannotStartCanBeOpenedLater(Throwable death) throws Exception {
        db.close();
        starter.fail("writer", 1, death);

        assertThatThrownBy(() -> DatabaseHandle.open(options(), TestEngine.get(), starter))
                .satisfies(failure -> isNoThread(failure, death));

        db = DatabaseHandle.open(options(), TestEngine.get(), starter);
        servesOn();
    }
}
