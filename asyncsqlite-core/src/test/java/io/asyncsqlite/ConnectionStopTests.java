package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.testing.ConnectedDatabase;
import io.asyncsqlite.testing.Endless;
import io.asyncsqlite.testing.LogCapture;
import io.asyncsqlite.testing.Place;
import io.asyncsqlite.testing.Threads;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The operations of a connection are ended by cancel, interrupt, age limit and close. */
@Timeout(60)
class ConnectionStopTests extends ConnectedDatabase {

    private void open(Place place, Duration transactionTimeout) throws Exception {
        db = place.open(
                directory,
                builder -> builder.transactionTimeout(transactionTimeout).synchronous(Synchronous.OFF));
        connection = await(db.connect());
    }

    private void open(Place place) throws Exception {
        open(place, Duration.ofHours(1));
    }

    @ParameterizedTest
    @EnumSource
    void aRunningStatementStopsWhenCancelled(Place place) throws Exception {
        open(place);
        CompletableFuture<WriteResult> insert = connection.execute(Endless.INSERT);
        untilRunning(place);
        insert.cancel(true);
        CompletableFuture<Cursor> select = connection.cursor(Endless.SELECT);
        untilRunning(place);
        select.cancel(true);

        await(connection.execute("INSERT INTO t VALUES (1)"));
        assertThat(keys(connection)).containsExactly(1L);
    }

    @ParameterizedTest
    @EnumSource
    void interruptStopsWhatRunsAndNothingLater(Place place) throws Exception {
        open(place);
        connection.interrupt();
        CompletableFuture<List<Row>> endless = connection.query(Endless.SELECT).list();
        CompletableFuture<WriteResult> next = connection.execute("INSERT INTO t VALUES (1)");
        untilRunning(place);

        connection.interrupt();

        assertThat(failureOf(endless)).hasMessageContaining("SQLITE_INTERRUPT");
        assertThat(await(next).rowsUpdated()).isEqualTo(1);
    }

    @Test
    void waitingForATurnEndsWithACancelAndWithAnInterrupt() throws Exception {
        open(Place.WAL_FILE);
        AsyncConnection other = await(db.connect());
        await(other.begin());
        CompletableFuture<WriteResult> cancelled = connection.execute("INSERT INTO t VALUES (1)");
        untilParked("connection-1");
        cancelled.cancel(true);
        CompletableFuture<Void> interrupted = connection.begin();
        while (!interrupted.isDone()) {
            connection.interrupt();
        }

        assertThat(failureOf(interrupted))
                .isInstanceOfSatisfying(
                        TransactionException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_EXECUTED))
                .hasMessageContaining("waited for its turn and was stopped");
        assertThat(keys(connection)).isEmpty();
        await(other.commit());
        assertThat(await(db.execute("INSERT INTO t VALUES (2)")).rowsUpdated()).isEqualTo(1);
        assertThat(keys(db)).containsExactly(2L);
    }

    @Test
    void ageLimitEndsADeferredTransactionThatWaitsForItsTurn() throws Exception {
        SqliteOptions brief = SqliteOptions.file(directory.resolve("brief.db"))
                .transactionTimeout(Duration.ofSeconds(2))
                .operationTimeout(Duration.ofHours(1))
                .build();
        try (LogCapture log = new LogCapture(LeakReports.class);
                AsyncSqlite impatient = AsyncSqlite.open(brief);
                AsyncConnection deferred = await(impatient.connect())) {
            await(impatient.execute("CREATE TABLE t(k)"));
            await(deferred.begin(TransactionMode.DEFERRED));
            await(deferred.query("SELECT k FROM t").list());

            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch open = new CountDownLatch(1);
            CompletableFuture<Boolean> held = impatient.write(lent -> {
                entered.countDown();
                return open.await(20, TimeUnit.SECONDS);
            });
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            Throwable failure = failureOf(deferred.execute("INSERT INTO t VALUES (1)"));

            assertThat(held).isNotDone();
            assertThat(failure)
                    .isInstanceOf(TransactionException.class)
                    .hasMessageContaining("was older than transactionTimeout=2000 ms");
            assertThat(log.messages()).hasSize(1);
            open.countDown();
            await(held);
        }
    }

    @Test
    void deadlinesEndWaitingForATurnQueueingAndRunning() throws Exception {
        open(Place.WAL_FILE);
        AsyncConnection other = await(db.connect());
        AsyncConnection hurried = await(db.connect()).withTimeout(Duration.ofMillis(100));
        await(other.begin());

        CompletableFuture<WriteResult> waiting = hurried.execute("INSERT INTO t VALUES (1)");
        CompletableFuture<WriteResult> queued = hurried.execute("INSERT INTO t VALUES (2)");
        for (CompletableFuture<WriteResult> late : List.of(waiting, queued)) {
            assertThat(failureOf(late))
                    .isInstanceOfSatisfying(
                            OperationTimeoutException.class,
                            e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_EXECUTED));
        }
        await(other.commit());
        assertThat(failureOf(hurried.cursor(Endless.SELECT))).isInstanceOf(OperationTimeoutException.class);
        assertThat(keys(hurried.withTimeout(Duration.ofMinutes(1)))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aQueuedOperationThatIsCancelledNeverRuns(Place place) throws Exception {
        open(place);
        CompletableFuture<List<Row>> endless = connection.query(Endless.SELECT).list();
        CompletableFuture<WriteResult> queued = connection.execute("INSERT INTO t VALUES (1)");
        untilRunning(place);

        queued.cancel(true);
        endless.cancel(true);

        assertThat(keys(connection)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aCancelledBeginLeavesNoTransactionOpen(Place place) throws Exception {
        open(place);
        for (int i = 0; i < 500; i++) {
            CompletableFuture<Void> begin = connection.begin();
            for (int spin = i % 100; spin > 0; spin--) {
                Thread.onSpinWait();
            }
            boolean givenUp = i % 2 == 0
                    ? begin.cancel(true)
                    : begin.completeExceptionally(new TimeoutException("as orTimeout does"));
            if (givenUp) {
                await(connection.totalChanges());
                assertThat(connection.inTransaction()).isFalse();
            } else {
                await(connection.rollback());
            }
        }
        connection.close();
        assertThat(await(db.execute("INSERT INTO t VALUES (1)")).rowsUpdated()).isEqualTo(1);
    }

    @Test
    void aLateCancelHitsNobodyElse() throws Exception {
        open(Place.WAL_FILE);
        for (int i = 0; i < 1_000; i++) {
            CompletableFuture<WriteResult> first = connection.execute("INSERT INTO t VALUES (-1)");
            CompletableFuture<Cursor> cursor = connection.cursor("SELECT 1");
            CompletableFuture<WriteResult> second = connection.execute("INSERT INTO t VALUES (?)", i);
            for (int spin = (i * 37) % 300; spin > 0; spin--) {
                Thread.onSpinWait();
            }
            first.cancel(true);
            cursor.cancel(true);
            connection.interrupt();

            Throwable failure = failureOf(second);
            assertThat(failure == null || failure instanceof TransactionException || isInterrupt(failure))
                    .isTrue();
            assertThat(keys(connection)).doesNotContain(Long.MIN_VALUE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionThatIsTooOldIsRolledBackWhileItIsIdle(Place place) throws Exception {
        try (LogCapture log = new LogCapture(LeakReports.class)) {
            open(place, Duration.ofMillis(50));
            await(connection.begin());
            // Rolled back, or refused if the machine was busy until then.
            failureOf(connection.execute("INSERT INTO t VALUES (1)"));
            if (place == Place.WAL_FILE) {
                assertThat(await(db.execute("INSERT INTO t VALUES (2)")).rowsUpdated())
                        .isEqualTo(1);
            }

            log.awaitMessage(
                    "The transaction of Connection 1 of database 'app.db' was older than transactionTimeout=50 ms: it was rolled back; "
                            + "the connection was opened here");
            assertThat(log.stackOfLast()).contains("ConnectionStopTests.open");
            assertThat(failureOf(connection.execute("INSERT INTO t VALUES (3)")))
                    .isInstanceOfSatisfying(
                            TransactionException.class,
                            e -> assertThat(e.outcome()).isEqualTo(Outcome.ROLLED_BACK));
            assertThat(connection.inTransaction()).isFalse();
            assertThat(failureOf(connection.commit())).hasMessageContaining("was older than transactionTimeout=50 ms");
            assertThat(keys(connection)).doesNotContain(1L, 3L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionThatIsTooOldStopsItsRunningStatement(Place place) throws Exception {
        open(place, Duration.ofMillis(200));
        await(connection.begin());
        CompletableFuture<WriteResult> endless = connection.execute(Endless.INSERT);
        CompletableFuture<WriteResult> next = connection.execute("INSERT INTO t VALUES (1)");

        assertThat(failureOf(endless))
                .hasMessageContaining("was older than transactionTimeout=200 ms: it was rolled back");
        assertThat(failureOf(next))
                .hasMessageContaining("was older than transactionTimeout=200 ms: it was rolled back");
        await(connection.rollback());
        assertThat(keys(connection)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void closeFinishesWhatWasAcceptedAndRollsBackWhatIsOpen(Place place) throws Exception {
        open(place);
        List<CompletableFuture<WriteResult>> accepted = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            accepted.add(connection.execute("INSERT INTO t VALUES (?)", i));
        }
        CompletableFuture<Void> begin = connection.begin();
        CompletableFuture<WriteResult> undone = connection.execute("DELETE FROM t");

        CompletableFuture<Void> closing = connection.closeAsync();
        connection.close();

        await(closing);
        await(connection.closeAsync());
        connection.close();
        for (CompletableFuture<WriteResult> future : accepted) {
            assertThat(await(future).rowsUpdated()).isEqualTo(1);
        }
        assertThat(failureOf(begin)).isNull();
        assertThat(await(undone).rowsUpdated()).isEqualTo(500);
        assertThat(failureOf(connection.execute("DELETE FROM t")))
                .isInstanceOf(ConnectionClosedException.class)
                .hasMessage("Connection 1 of database 'app.db' is closed: the operation was not executed");
        assertThat(failureOf(connection.cursor("SELECT 1"))).isInstanceOf(ConnectionClosedException.class);
        assertThat(failureOf(connection.commit())).isInstanceOf(ConnectionClosedException.class);
        assertThat(keys(db)).hasSize(500);
    }

    @ParameterizedTest
    @EnumSource
    void closingTheDatabaseEndsItsConnections(Place place) throws Exception {
        open(place);
        await(connection.begin());
        await(connection.execute("INSERT INTO t VALUES (1)"));
        CompletableFuture<AsyncConnection> second = db.connect();
        CompletableFuture<WriteResult> accepted = place == Place.WAL_FILE
                ? await(second).execute("INSERT INTO t VALUES (2)")
                : db.execute("INSERT INTO t VALUES (2)");

        db.close();

        assertThat(await(accepted).rowsUpdated()).isEqualTo(1);
        Throwable late = failureOf(second);
        assertThat(late == null || late instanceof DatabaseClosedException).isTrue();
        assertThat(failureOf(connection.commit())).isInstanceOf(ConnectionClosedException.class);
        assertThat(failureOf(db.connect())).isInstanceOf(DatabaseClosedException.class);
        assertThat(Files.exists(directory.resolve("app.db-wal"))).isFalse();
        if (place != Place.MEMORY) {
            try (AsyncSqlite again = AsyncSqlite.open(directory.resolve("app.db"))) {
                assertThat(keys(again)).containsExactly(2L);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFutureCompletesOnceWhenTheDatabaseClosesUnderLoad(Place place) throws Exception {
        open(place);
        AsyncConnection other = place == Place.MEMORY ? connection : await(db.connect());
        AtomicReference<Throwable> unexpected = new AtomicReference<>();
        CountDownLatch running = new CountDownLatch(200);
        List<List<CompletableFuture<?>>> submitted = List.of(new ArrayList<>(), new ArrayList<>());
        List<Thread> clients = new ArrayList<>();
        for (int c = 0; c < 2; c++) {
            List<CompletableFuture<?>> mine = submitted.get(c);
            AsyncConnection target = c == 0 ? connection : other;
            Thread client = new Thread(() -> {
                CompletableFuture<?> last;
                do {
                    mine.add(target.begin());
                    mine.add(target.execute("INSERT INTO t VALUES (1)"));
                    mine.add(target.cursor("SELECT k FROM t").thenCompose(Cursor::fetchAll));
                    mine.add(target.commit());
                    last = target.execute("INSERT INTO t VALUES (2)");
                    mine.add(last);
                    running.countDown();
                } while (!last.isCompletedExceptionally() || mine.size() < 2_000);
            });
            client.setDaemon(true);
            clients.add(client);
            client.start();
        }
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();

        db.close();

        for (Thread client : clients) {
            client.join(20_000);
            assertThat(client.isAlive()).isFalse();
        }
        for (List<CompletableFuture<?>> mine : submitted) {
            for (CompletableFuture<?> future : mine) {
                Throwable failure = failureOf(future);
                if (failure != null && !(failure instanceof SqliteException)) {
                    unexpected.set(failure);
                }
            }
        }
        assertThat(unexpected.get()).isNull();
    }

    @Test
    void aConnectionWhoseOpeningWasCancelledIsClosed() throws Exception {
        open(Place.WAL_FILE);
        try (LogCapture leaks = new LogCapture(LeakReports.class)) {
            for (int i = 0; i < 50; i++) {
                CompletableFuture<AsyncConnection> opening = db.connect();
                for (int spin = 0; spin < i * 200; spin++) {
                    Thread.onSpinWait();
                }
                boolean given = i % 2 == 0
                        ? !opening.cancel(true)
                        : !opening.completeExceptionally(new TimeoutException("as orTimeout does"));
                if (given) {
                    await(opening).close();
                }
            }
            untilNoThread("connection-", 1);
            assertThat(leaks.messages()).isEmpty();
        }
    }

    @Test
    void waitingForTheMemoryConnectionCanBeCancelled() throws Exception {
        open(Place.MEMORY);
        CompletableFuture<AsyncConnection> second = db.connect();
        CompletableFuture<AsyncConnection> third = db.connect();

        second.cancel(true);
        connection.close();

        assertThat(keys(await(third))).isEmpty();
    }

    @Test
    void waitingOnADatabaseThreadIsRefused() throws Exception {
        open(Place.WAL_FILE);
        String answer = await(db.read(lambda -> {
            assertThatThrownBy(connection::close).isInstanceOf(DatabaseThreadException.class);
            return "refused";
        }));

        assertThat(answer).isEqualTo("refused");
    }

    private static boolean isInterrupt(Throwable failure) {
        return failure instanceof StatementException statement
                && statement.code().name().equals("SQLITE_INTERRUPT");
    }

    private static void untilRunning(Place place) {
        Endless.untilRunning(place == Place.MEMORY ? "writer" : "connection-1", "app.db");
    }

    /** Waits until a thread waits for something inside an operation. */
    private static void untilParked(String thread) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (Threads.of("app.db").stream()
                .filter(candidate -> candidate.getName().contains(thread))
                .flatMap(candidate -> java.util.Arrays.stream(candidate.getStackTrace()))
                .noneMatch(frame -> frame.getClassName().endsWith("WriteLease"))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static void untilNoThread(String name, int but) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (Threads.of("app.db").stream()
                        .filter(thread -> thread.getName().contains(name))
                        .count()
                > but) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static List<Long> keys(AsyncOperations where) throws Exception {
        return await(where.query("SELECT k FROM t ORDER BY k").mapTo(Long.class).list());
    }
}
