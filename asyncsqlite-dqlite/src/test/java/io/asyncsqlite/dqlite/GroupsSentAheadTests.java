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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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

    /** Something that is submitted while the writer is busy, so that its operations form one group. */
    private interface Submission {

        void submit();
    }

    private void asOneGroup(Submission submission) throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        CompletableFuture<Void> busy = db.write(connection -> {
            entered.countDown();
            left.await();
            return null;
        });
        entered.await();
        submission.submit();
        left.countDown();
        await(busy);
    }

    /** Inserts the numbers from 1 on as one group, each by an operation of its own. */
    private List<CompletableFuture<?>> insertAll(String sql) throws Exception {
        List<CompletableFuture<?>> inserts = new ArrayList<>();
        asOneGroup(() -> {
            for (long i = 1; i <= MEMBERS; i++) {
                inserts.add(db.execute(sql, i));
            }
        });
        return inserts;
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

        for (CompletableFuture<?> insert : insertAll(INSERT)) {
            await(insert);
        }

        assertThat(server.committed()).isEqualTo(allBut());
    }

    @Test
    void aMemberThatFailsFailsAlone() throws Exception {
        server.withheld = MEMBERS;
        server.faults.put(4L, Fault.CONSTRAINT);

        List<CompletableFuture<?>> inserts = insertAll(INSERT);

        assertThat(failure(inserts.get(3))).isInstanceOf(ConstraintException.class);
        for (long value : allBut(4L)) {
            await(inserts.get((int) value - 1));
        }
        assertThat(server.committed()).isEqualTo(allBut(4L));
    }

    @Test
    void membersOfALostConnectionRunAgainInOrder() throws Exception {
        server.faults.put(6L, Fault.CLOSE);

        for (CompletableFuture<?> insert : insertAll(INSERT)) {
            await(insert);
        }

        assertThat(server.committed()).isEqualTo(allBut());
    }

    @Test
    void membersOfALostCommitAreOfUnknownOutcomeAndRunOnce() throws Exception {
        server.faults.put(6L, Fault.CLOSE_AFTER_COMMIT);

        for (CompletableFuture<?> insert : insertAll(INSERT)) {
            assertThat(failure(insert)).isInstanceOf(OutcomeUnknownException.class);
        }

        await(db.execute(INSERT, 11L));
        assertThat(server.committed()).hasSize(11).startsWith(allBut().toArray(Long[]::new));
    }

    @Test
    void nothingIsSentBehindAMemberThatMayEndTheTransaction() throws Exception {
        List<CompletableFuture<?>> inserts = new ArrayList<>();
        server.faults.put(5L, Fault.ROLLBACK);
        asOneGroup(() -> {
            for (long i = 1; i <= MEMBERS; i++) {
                inserts.add(db.execute(i == 5 ? "INSERT OR ROLLBACK INTO t(id) VALUES (?)" : INSERT, i));
            }
        });

        assertThat(failure(inserts.get(4))).isInstanceOf(ConstraintException.class);
        for (long value : allBut(5L)) {
            await(inserts.get((int) value - 1));
        }
        assertThat(server.outside()).isEmpty();
        assertThat(server.committed()).isEqualTo(allBut(5L));
    }

    @Test
    void nothingIsSentAheadIfTheSchemaMayEndTheTransaction() throws Exception {
        server.schemaEndsTransactions = true;
        server.faults.put(5L, Fault.ROLLBACK);

        List<CompletableFuture<?>> inserts = insertAll(INSERT);

        assertThat(failure(inserts.get(4))).isInstanceOf(ConstraintException.class);
        for (long value : allBut(5L)) {
            await(inserts.get((int) value - 1));
        }
        assertThat(server.outside()).isEmpty();
        assertThat(server.committed()).isEqualTo(allBut(5L));
    }

    @Test
    void membersBehindAFullServerAreOfUnknownOutcomeAndRunOnce() throws Exception {
        server.faults.put(5L, Fault.FULL);

        List<CompletableFuture<?>> inserts = insertAll(INSERT);

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

        List<CompletableFuture<?>> inserts = insertAll(INSERT);

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
        List<CompletableFuture<?>> inserts = insertAll(INSERT);
        assertThat(server.held.await(20, TimeUnit.SECONDS)).isTrue();

        inserts.get(6).cancel(false);
        server.released.countDown();

        for (long value : allBut(7L)) {
            await(inserts.get((int) value - 1));
        }
        assertThat(server.committed()).isEqualTo(allBut(7L));
    }

    /** The answers come before anything asks whether a member must stop. */
    @Test
    void aMemberThatIsCancelledBeforeItsTurnIsUndone() throws Exception {
        server.withheld = MEMBERS;
        List<CompletableFuture<?>> inserts = new ArrayList<>();
        server.whenInserted.put(7L, () -> inserts.get(6).cancel(false));
        asOneGroup(() -> {
            for (long i = 1; i <= MEMBERS; i++) {
                inserts.add(db.execute(INSERT, i));
            }
            // Those that run again are fewer.
            server.whenInserted.put(10L, () -> server.withheld = 1);
        });

        for (long value : allBut(7L)) {
            await(inserts.get((int) value - 1));
        }
        assertThat(server.committed()).isEqualTo(allBut(7L));
    }

    @Test
    void theDeadlineOfAMemberThatWasSentDoesNotWaitForThoseBeforeIt() throws Exception {
        server.faults.put(3L, Fault.HOLD);
        List<CompletableFuture<?>> inserts = new ArrayList<>();
        asOneGroup(() -> {
            for (long i = 1; i <= MEMBERS; i++) {
                AsyncSqlite hasty = i == 7 ? db.withTimeout(Duration.ofMillis(200)) : db;
                inserts.add(hasty.execute(INSERT, i));
            }
        });

        assertThat(failure(inserts.get(6))).isInstanceOf(OperationTimeoutException.class);
        server.released.countDown();
        for (long value : allBut(7L)) {
            await(inserts.get((int) value - 1));
        }
        assertThat(server.committed()).isEqualTo(allBut(7L));
    }

    /** The rowid of the first member is asked for, which reads the answers to the next two. */
    @Test
    void nothingIsSentBehindAFailureThatWasRead() throws Exception {
        server.faults.put(3L, Fault.FULL);
        List<CompletableFuture<?>> inserts = new ArrayList<>();
        asOneGroup(() -> {
            for (long i = 1; i <= MEMBERS; i++) {
                inserts.add(db.execute("INSERT INTO t(id, payload) VALUES (?, ?)", i, new byte[30_000]));
            }
        });

        assertThat(failure(inserts.get(2))).isInstanceOf(StatementException.class);
        for (long value : allBut(3L)) {
            await(inserts.get((int) value - 1));
        }
        assertThat(server.outside()).isEmpty();
        assertThat(server.committed()).isEqualTo(allBut(3L));
    }

    @Test
    void bytesInFlightAreBoundedAndALargeMemberGoesAlone() throws Exception {
        server.patient = true;
        List<CompletableFuture<?>> inserts = new ArrayList<>();
        asOneGroup(() -> {
            for (long i = 1; i <= MEMBERS; i++) {
                byte[] payload = new byte[i == 6 ? 300_000 : 20_000];
                inserts.add(db.execute("INSERT INTO t(id, payload) VALUES (?, ?)", i, payload));
            }
        });

        for (CompletableFuture<?> insert : inserts) {
            await(insert);
        }
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
