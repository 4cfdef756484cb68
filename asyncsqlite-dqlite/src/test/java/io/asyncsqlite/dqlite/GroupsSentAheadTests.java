package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.OperationTimeoutException;
import io.asyncsqlite.OutcomeUnknownException;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.dqlite.FakeServer.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members of a group are sent at once, and whatever becomes of one of them, each is told the truth and runs once. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GroupsSentAheadTests {

    private static final String INSERT = "INSERT INTO t(id) VALUES (?)";
    private static final int MEMBERS = 10;

    private FakeServer server;
    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        server = new FakeServer();
        db = AsyncSqlite.open(SqliteOptions.cluster(server.location()).build());
    }

    @AfterEach
    void close() {
        server.released.countDown();
        db.close();
        server.close();
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private void asOneGroup(Runnable submission) throws Exception {
        BusyWriter.submit(db, submission);
    }

    /** Runs an operation for each of the numbers from 1 on, as one group. */
    private List<CompletableFuture<?>> all(LongFunction<CompletableFuture<?>> operation) throws Exception {
        List<CompletableFuture<?>> operations = new ArrayList<>();
        asOneGroup(() -> addAll(operations, operation));
        return operations;
    }

    private static void addAll(List<CompletableFuture<?>> operations, LongFunction<CompletableFuture<?>> operation) {
        LongStream.rangeClosed(1, MEMBERS).mapToObj(operation).forEach(operations::add);
    }

    /** Inserts the numbers from 1 on as one group, each by an operation of its own. */
    private List<CompletableFuture<?>> insertAll() throws Exception {
        return all(i -> db.execute(INSERT, i));
    }

    private static void awaitAll(List<CompletableFuture<?>> operations) throws Exception {
        for (CompletableFuture<?> operation : operations) {
            await(operation);
        }
    }

    /** Waits for all operations but those of some numbers, and checks that the rest was committed in order. */
    private void awaitAndCheckAllBut(List<CompletableFuture<?>> operations, Long... left) throws Exception {
        for (long value : allBut(left)) {
            await(operations.get((int) value - 1));
        }
        assertThat(server.committed()).isEqualTo(allBut(left));
    }

    private static Throwable failure(CompletableFuture<?> operation) throws Exception {
        try {
            await(operation);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static List<Long> allBut(Long... left) {
        return LongStream.rangeClosed(1, MEMBERS)
                .boxed()
                .filter(value -> !List.of(left).contains(value))
                .toList();
    }

    @Test
    void membersAreSentBeforeTheFirstAnswer() throws Exception {
        server.withheld = MEMBERS;

        awaitAll(insertAll());

        assertThat(server.committed()).isEqualTo(allBut());
    }

    @Test
    void aMemberThatFailsFailsAlone() throws Exception {
        server.withheld = MEMBERS;
        server.faults.put(4L, Fault.CONSTRAINT);

        List<CompletableFuture<?>> inserts = insertAll();

        assertThat(failure(inserts.get(3))).isInstanceOf(ConstraintException.class);
        awaitAndCheckAllBut(inserts, 4L);
    }

    @Test
    void membersOfALostConnectionRunAgainInOrder() throws Exception {
        server.faults.put(6L, Fault.CLOSE);

        awaitAll(insertAll());

        assertThat(server.committed()).isEqualTo(allBut());
    }

    @Test
    void membersOfALostCommitAreOfUnknownOutcomeAndRunOnce() throws Exception {
        server.faults.put(6L, Fault.CLOSE_AFTER_COMMIT);

        for (CompletableFuture<?> insert : insertAll()) {
            assertThat(failure(insert)).isInstanceOf(OutcomeUnknownException.class);
        }

        await(db.execute(INSERT, 11L));
        assertThat(server.committed()).hasSize(11).startsWith(allBut().toArray(Long[]::new));
    }

    @Test
    void nothingIsSentBehindAMemberThatMayEndTheTransaction() throws Exception {
        server.faults.put(5L, Fault.ROLLBACK);
        List<CompletableFuture<?>> inserts =
                all(i -> db.execute(i == 5 ? "INSERT OR ROLLBACK INTO t(id) VALUES (?)" : INSERT, i));

        assertThat(failure(inserts.get(4))).isInstanceOf(ConstraintException.class);
        awaitAndCheckAllBut(inserts, 5L);
        assertThat(server.outside()).isEmpty();
    }

    @Test
    void nothingIsSentAheadIfTheSchemaMayEndTheTransaction() throws Exception {
        server.schemaEndsTransactions = true;
        server.faults.put(5L, Fault.ROLLBACK);

        List<CompletableFuture<?>> inserts = insertAll();

        assertThat(failure(inserts.get(4))).isInstanceOf(ConstraintException.class);
        awaitAndCheckAllBut(inserts, 5L);
        assertThat(server.outside()).isEmpty();
    }

    @Test
    void membersBehindAFullServerAreOfUnknownOutcomeAndRunOnce() throws Exception {
        server.faults.put(5L, Fault.FULL);

        List<CompletableFuture<?>> inserts = insertAll();

        for (int i = 0; i < 4; i++) {
            await(inserts.get(i));
        }
        assertThat(failure(inserts.get(4))).isInstanceOf(StatementException.class);
        for (int i = 5; i < MEMBERS; i++) {
            assertThat(failure(inserts.get(i))).isInstanceOf(OutcomeUnknownException.class);
        }
        assertThat(server.outside()).containsExactly(6L, 7L, 8L, 9L, 10L);
        assertThat(server.committed()).containsExactlyInAnyOrderElementsOf(allBut(5L));
    }

    @Test
    void membersBehindAFullServerThatIsLostRunOnce() throws Exception {
        server.faults.put(5L, Fault.FULL);
        server.faults.put(8L, Fault.CLOSE);

        List<CompletableFuture<?>> inserts = insertAll();

        for (int i = 0; i < 4; i++) {
            await(inserts.get(i));
        }
        assertThat(failure(inserts.get(4))).isInstanceOf(StatementException.class);
        for (int i = 5; i < MEMBERS; i++) {
            assertThat(failure(inserts.get(i))).isInstanceOf(OutcomeUnknownException.class);
        }
        assertThat(server.committed()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 6L, 7L);
    }

    @Test
    void aCancelledMemberThatWasSentIsUndone() throws Exception {
        server.faults.put(3L, Fault.HOLD);
        List<CompletableFuture<?>> inserts = insertAll();
        assertThat(server.held.await(20, TimeUnit.SECONDS)).isTrue();

        inserts.get(6).cancel(false);
        server.released.countDown();

        awaitAndCheckAllBut(inserts, 7L);
    }

    /** The answers come before anything asks whether a member must stop. */
    @Test
    void aMemberThatIsCancelledBeforeItsTurnIsUndone() throws Exception {
        server.withheld = MEMBERS;
        List<CompletableFuture<?>> inserts = new ArrayList<>();
        server.whenInserted.put(7L, () -> inserts.get(6).cancel(false));
        asOneGroup(() -> {
            addAll(inserts, i -> db.execute(INSERT, i));
            // Those that run again are fewer.
            server.whenInserted.put(10L, () -> server.withheld = 1);
        });

        awaitAndCheckAllBut(inserts, 7L);
    }

    @Test
    void theDeadlineOfAMemberThatWasSentDoesNotWaitForThoseBeforeIt() throws Exception {
        server.faults.put(3L, Fault.HOLD);
        AsyncSqlite hasty = db.withTimeout(Duration.ofMillis(200));
        List<CompletableFuture<?>> inserts = all(i -> (i == 7 ? hasty : db).execute(INSERT, i));

        assertThat(failure(inserts.get(6))).isInstanceOf(OperationTimeoutException.class);
        server.released.countDown();
        awaitAndCheckAllBut(inserts, 7L);
    }

    /** The rowid of the first member is asked for, which reads the answers to the next two. */
    @Test
    void nothingIsSentBehindAFailureThatWasRead() throws Exception {
        server.faults.put(3L, Fault.FULL);
        List<CompletableFuture<?>> inserts =
                all(i -> db.execute("INSERT INTO t(id, payload) VALUES (?, ?)", i, new byte[30_000]));

        assertThat(failure(inserts.get(2))).isInstanceOf(StatementException.class);
        awaitAndCheckAllBut(inserts, 3L);
        assertThat(server.outside()).isEmpty();
    }

    @Test
    void bytesInFlightAreBoundedAndALargeMemberGoesAlone() throws Exception {
        server.patient = true;
        List<CompletableFuture<?>> inserts = all(
                i -> db.execute("INSERT INTO t(id, payload) VALUES (?, ?)", i, new byte[i == 6 ? 300_000 : 20_000]));

        awaitAll(inserts);
        assertThat(server.committed()).isEqualTo(allBut());
        assertThat(server.mostUnanswered).isBetween(300_000, 301_000);
    }

    private static List<Object[]> rows(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(value -> new Object[] {value})
                .toList();
    }

    @Test
    void rowsOfABatchAreSentBeforeTheFirstAnswer() throws Exception {
        server.withheld = 100;

        assertThat(await(db.executeMany(INSERT, rows(100)))).isEqualTo(100);
    }

    @Test
    void aBatchOfMoreThanFliesAtOnceIsWhole() throws Exception {
        server.patient = true;

        assertThat(await(db.executeMany(INSERT, rows(5_000)))).isEqualTo(5_000);

        assertThat(server.committed()).hasSize(5_000).isSorted();
        assertThat(server.mostUnanswered).isBetween(Flight.MAX_UNANSWERED_BYTES / 2, Flight.MAX_UNANSWERED_BYTES);
    }

    @Test
    void aBatchThatFailsLeavesNothing() throws Exception {
        server.faults.put(50L, Fault.CONSTRAINT);

        assertThatThrownBy(() -> await(db.executeMany(INSERT, rows(100))))
                .hasCauseInstanceOf(ConstraintException.class)
                .hasMessageContaining("at index 49 of 100 rows");
        await(db.execute(INSERT, 1000L));

        assertThat(server.committed()).containsExactly(1000L);
    }

    @Test
    void aBatchOnAFullServerIsOfUnknownOutcomeAndRunsOnce() throws Exception {
        server.faults.put(50L, Fault.FULL);
        List<CompletableFuture<?>> operations = new ArrayList<>();
        asOneGroup(() -> {
            operations.add(db.execute(INSERT, 1001L));
            operations.add(db.executeMany(INSERT, rows(100)));
            operations.add(db.execute(INSERT, 1002L));
        });

        await(operations.get(0));
        assertThat(failure(operations.get(1))).isInstanceOf(OutcomeUnknownException.class);
        await(operations.get(2));
        assertThat(server.committed()).doesNotHaveDuplicates().contains(1001L, 1002L);
    }
}
