package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.asyncsqlite.internal.DatabaseHandle;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.testing.Attempts;
import io.asyncsqlite.testing.Endless;
import io.asyncsqlite.testing.FaultyEngine;
import io.asyncsqlite.testing.Threads;
import io.asyncsqlite.testing.WriterGate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members of a group that is rolled back: each completes once, also one that is stopped at any place on the way. */
@Timeout(60)
class PutBackTests {

    /** Violates a deferred foreign key, which shows in the COMMIT of its group. */
    private static final String ORPHAN = "INSERT INTO child(parent) VALUES (4711)";

    private static final String TABLES = """
        CREATE TABLE t(k);
        CREATE TABLE parent(id INTEGER PRIMARY KEY);
        CREATE TABLE child(parent REFERENCES parent(id) DEFERRABLE INITIALLY DEFERRED);
        """;

    @TempDir
    Path directory;

    private FaultyEngine engine;
    private CountDownLatch entered;
    private CountDownLatch open;
    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        engine = new FaultyEngine();
        entered = new CountDownLatch(1);
        open = new CountDownLatch(1);
        Path file = Files.createTempDirectory(directory, "attempt").resolve("app.db");
        db = DatabaseHandle.open(SqliteOptions.file(file).build(), engine);
        await(db.executeScript(TABLES));
    }

    @AfterEach
    void close() {
        db.close();
        assertThat(Threads.of("app.db")).isEmpty();
    }

    /** Runs a test, and again on a new file where a pause of the machine divided its group. */
    private void inOneGroup(Attempts.Body test) throws Exception {
        Attempts.of(test, () -> {
            db.close();
            open();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10, 15, 18})
    void timedOutMemberOfALostGroupCompletes(int millis) throws Exception {
        // In memory a read is a member, too. It ends before the 20 ms after which it would run alone.
        try (AsyncSqlite memory = AsyncSqlite.inMemory()) {
            await(memory.executeScript(TABLES));
            List<CompletableFuture<?>> members = WriterGate.whileHeld(
                    memory,
                    () -> List.of(
                            memory.execute("INSERT INTO t VALUES (1)"),
                            memory.execute(ORPHAN),
                            memory.withTimeout(Duration.ofMillis(millis))
                                    .query(Endless.SELECT)
                                    .list(),
                            memory.execute("INSERT INTO t VALUES (2)")));

            assertThat(failureOf(members.get(2))).isInstanceOf(OperationTimeoutException.class);
            assertThat(failureOf(members.get(1))).isInstanceOf(ConstraintException.class);
            await(members.get(0));
            await(members.get(3));
        }
    }

    @Test
    void memberCancelledBeforeAFailedCommitLeavesNothing() throws Exception {
        inOneGroup(() -> {
            List<CompletableFuture<?>> members = submitGroup();

            beforeTheCommitOfTheGroup(() -> members.get(0).cancel(false));
            release(members);

            assertThat(failureOf(members.get(0))).isInstanceOf(CancellationException.class);
            assertThat(failureOf(members.get(1))).isInstanceOf(ConstraintException.class);
            await(members.get(2));
            assertThat(keys()).containsExactly(2L);
        });
    }

    @Test
    void memberThatIsCancelledWhileItWaitsToRunAgainNeverRuns() throws Exception {
        inOneGroup(() -> {
            List<CompletableFuture<?>> members = submitGroup();

            beforeTheFirstRunsAgain(() -> members.get(2).cancel(false));
            release(members);

            await(members.get(0));
            assertThat(failureOf(members.get(1))).isInstanceOf(ConstraintException.class);
            assertThat(failureOf(members.get(2))).isInstanceOf(CancellationException.class);
            assertThat(keys()).containsExactly(1L);
        });
    }

    @Test
    void deadlineOfAMemberThatWaitsToRunAgainIsSeenTo() throws Exception {
        inOneGroup(() -> {
            List<CompletableFuture<?>> members = submitGroup(db.withTimeout(Duration.ofSeconds(2)));

            // The first member holds the writer until the last one, which was put back, is out of time.
            beforeTheFirstRunsAgain(() -> untilDone(members.get(2)));
            release(members);

            assertThat(failureOf(members.get(2)))
                    .isInstanceOf(OperationTimeoutException.class)
                    .hasMessageContaining("it waited to run again after the rollback of its group: it was rolled back")
                    .extracting(failure -> ((SqliteException) failure).outcome())
                    .isEqualTo(Outcome.ROLLED_BACK);
            assertThat(keys()).doesNotContain(2L);
        });
    }

    @Test
    void closeCompletesMembersThatWaitToRunAgain() throws Exception {
        List<CompletableFuture<?>> members = submitGroup();
        CompletableFuture<Integer> closed = new CompletableFuture<>();

        beforeTheFirstRunsAgain(() -> {
            new Thread(() -> closed.complete(db.close(Duration.ZERO))).start();
            while (!db.execute("INSERT INTO t VALUES (3)").isCompletedExceptionally()) {
                Thread.onSpinWait();
            }
        });
        release(members);

        await(closed);
        // The futures complete on the callback executor, which close does not wait for.
        for (CompletableFuture<?> member : members) {
            assertThatCode(() -> failureOf(member)).doesNotThrowAnyException();
        }
    }

    @Test
    void outOfMemoryInAGroupFailsItsMembersOnly() throws Exception {
        inOneGroup(() -> {
            List<CompletableFuture<?>> members = submitGroup();

            beforeTheCommitOfTheGroup(() -> {
                throw new OutOfMemoryError("told to throw");
            });
            release(members);

            for (CompletableFuture<?> member : members) {
                assertThat(failureOf(member))
                        .isInstanceOf(StatementException.class)
                        .hasMessageContaining("There was not enough memory")
                        .extracting(failure -> ((SqliteException) failure).outcome())
                        .isEqualTo(Outcome.ROLLED_BACK);
            }
            assertThat(keys()).isEmpty();
            await(db.execute("INSERT INTO t VALUES (9)"));
            assertThat(db.stats().failed()).isFalse();
        });
    }

    private List<CompletableFuture<?>> submitGroup() throws Exception {
        return submitGroup(db);
    }

    /** Submits three members, the middle one of which has no parent, behind work that holds the writer. */
    private List<CompletableFuture<?>> submitGroup(AsyncSqlite view) throws Exception {
        db.write(connection -> {
            entered.countDown();
            return open.await(30, TimeUnit.SECONDS);
        });
        assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
        return List.of(
                db.execute("INSERT INTO t VALUES (1)"), db.execute(ORPHAN), view.execute("INSERT INTO t VALUES (2)"));
    }

    private void release(List<CompletableFuture<?>> members) {
        assertThat(members).noneMatch(CompletableFuture::isDone);
        open.countDown();
    }

    /** The COMMIT before is that of the work that holds the writer. */
    private void beforeTheCommitOfTheGroup(Runnable action) {
        engine.beforeCommit(() -> engine.beforeCommit(action));
    }

    /** Does something when the group was rolled back and its first member is about to run again, alone. */
    private void beforeTheFirstRunsAgain(Runnable action) {
        beforeTheCommitOfTheGroup(() -> engine.beforeBegin(action));
    }

    /** Waits as the engine may, on a database thread. */
    private static void untilDone(CompletableFuture<?> future) {
        CountDownLatch done = new CountDownLatch(1);
        Callbacks.whenDone(future, (result, failure) -> done.countDown());
        try {
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Long> keys() throws Exception {
        return await(db.query("SELECT k FROM t ORDER BY k").mapTo(Long.class).list());
    }
}
