package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.DefinedDatabase;
import io.asyncsqlite.testing.WriterGate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FunctionStopTests extends DefinedDatabase {

    /** Backtracks for longer than the universe is old. */
    private static final String SLOW_SEARCH = "'" + "a".repeat(60) + "' REGEXP '(a|aa)+(\\1)?c'";

    private final CountDownLatch called = new CountDownLatch(1);

    /** Runs until it has to stop. */
    private final SqlFunction endless = SqlFunction.scalar("endless", 0, arguments -> {
        called.countDown();
        while (!arguments.mustStop()) {
            Thread.onSpinWait();
        }
        return 1;
    });

    @Test
    void regexpFindsPatterns() throws Exception {
        open(SqlFunction.regexp());

        assertThat(one("SELECT 'abc' REGEXP 'b'")).isEqualTo(1L);
        assertThat(one("SELECT 'abc' REGEXP '^b'")).isEqualTo(0L);
        assertThat(one("SELECT 1234 REGEXP '2\\d'")).isEqualTo(1L);
        assertThat(one("SELECT NULL REGEXP 'b'")).isNull();
        assertThat(one("SELECT 'b' REGEXP NULL")).isNull();
        assertThat(failureOf(db.query("SELECT 'b' REGEXP '('").list()))
                .isInstanceOf(StatementException.class)
                .hasRootCauseInstanceOf(PatternSyntaxException.class);
        assertThat(failureOf(db.query("SELECT x'00' REGEXP 'a'").list())).hasMessageContaining("argument 1");
        for (int i = 0; i < 200; i++) {
            assertThat(one("SELECT 'x" + i + "' REGEXP ?", "^x" + i + "$")).isEqualTo(1L);
        }
    }

    @Test
    void aSlowSearchEndsWithTheDeadline() throws Exception {
        open(SqlFunction.regexp());

        assertThat(failureOf(db.withTimeout(Duration.ofMillis(200))
                        .query("SELECT " + SLOW_SEARCH)
                        .list()))
                .isInstanceOf(OperationTimeoutException.class);
        assertThat(one("SELECT 1")).isEqualTo(1L);
    }

    @Test
    void aCancelledFunctionThatAsksEnds() throws Exception {
        open(endless);
        await(db.execute("CREATE TABLE t(k)"));

        CompletableFuture<?> write = db.execute("INSERT INTO t VALUES (endless())");
        called.await();
        write.cancel(false);

        assertThat(failureOf(write)).isInstanceOf(CancellationException.class);
        assertThat(await(db.execute("INSERT INTO t VALUES (1)")).rowsUpdated()).isEqualTo(1);
        assertThat(one("SELECT count(*) FROM t")).isEqualTo(1L);
    }

    @Test
    void aFunctionThatReturnsAfterTheDeadlineFailsItsOperation() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        open(SqlFunction.scalar("late", 0, arguments -> {
            while (!arguments.mustStop()) {
                Thread.onSpinWait();
            }
            late.countDown();
            return 1;
        }));
        await(db.execute("CREATE TABLE t(k)"));

        Throwable failure = failureOf(db.withTimeout(Duration.ofMillis(100)).execute("INSERT INTO t VALUES (late())"));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        OperationTimeoutException.class,
                        timeout -> assertThat(timeout.outcome()).isEqualTo(Outcome.ROLLED_BACK));
        assertThat(late.getCount()).isZero();
        assertThat(one("SELECT count(*) FROM t")).isEqualTo(0L);
    }

    @Test
    void aSlowMemberOfAGroupDoesNotHarmItsNeighbours() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        open(SqlFunction.scalar("slow", 0, arguments -> {
            // The first run ends when the writer takes the member out of its group, the second one goes on.
            while (go.getCount() > 0 && !arguments.mustStop()) {
                Thread.onSpinWait();
            }
            go.countDown();
            return 1;
        }));
        await(db.execute("CREATE TABLE t(k)"));

        List<CompletableFuture<WriteResult>> writes = WriterGate.whileHeld(
                db,
                () -> List.of(
                        db.execute("INSERT INTO t VALUES (5)"),
                        db.execute("INSERT INTO t VALUES (slow())"),
                        db.execute("INSERT INTO t VALUES (7)")));

        for (CompletableFuture<WriteResult> write : writes) {
            assertThat(await(write).rowsUpdated()).isEqualTo(1);
        }
        assertThat(all("SELECT k FROM t ORDER BY k")).containsExactly(1L, 5L, 7L);
    }

    @Test
    void closingInTimeStopsAFunctionThatAsks() throws Exception {
        open(endless);
        CompletableFuture<?> read = db.query("SELECT endless()").list();
        called.await();

        assertThat(db.close(Duration.ZERO)).isEqualTo(1);

        assertThat(failureOf(read)).isInstanceOf(DatabaseClosedException.class);
    }

    @Test
    void aSlowOrderEndsWithTheDeadline() throws Exception {
        open(new SqlCollation("slow", (left, right) -> {
            long until = System.nanoTime() + 100_000;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            return left.compareTo(right);
        }));

        assertThat(failureOf(db.withTimeout(Duration.ofMillis(200))
                        .query("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
                                + " SELECT i FROM n ORDER BY CAST(i AS TEXT) COLLATE slow")
                        .first()))
                .isInstanceOf(OperationTimeoutException.class);
    }
}
