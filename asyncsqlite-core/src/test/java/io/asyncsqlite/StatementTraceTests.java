package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncsqlite.StatementTrace.Run;
import io.asyncsqlite.internal.concurrent.ForeignCode;
import io.asyncsqlite.internal.engine.TestEngine;
import io.asyncsqlite.testing.ConnectedDatabase;
import io.asyncsqlite.testing.LogCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(
        named = TestEngine.PROPERTY,
        matches = "foreign",
        disabledReason = "only the foreign engine traces statements")
@Timeout(60)
class StatementTraceTests extends ConnectedDatabase {

    private static final String INSERT = "INSERT INTO t(body) VALUES (?)";

    private final List<String> started = new ArrayList<>();
    private final List<Run> finished = new ArrayList<>();
    private final List<Throwable> refusals = new ArrayList<>();

    private CompletableFuture<Void> done;

    private final StatementTrace trace = new StatementTrace() {
        @Override
        public void started(String sql) {
            started.add(sql);
            refusals.add(catchThrowable(done::join));
        }

        @Override
        public void finished(Run run) {
            finished.add(run);
        }
    };

    @BeforeEach
    void open() throws Exception {
        db = AsyncSqlite.open(directory.resolve("app.db"));
        connection = await(db.connect());
        done = connection.setTrace(null);
        await(done);
        await(connection.execute("CREATE TABLE t(k INTEGER PRIMARY KEY, body UNIQUE)"));
    }

    @Test
    void traceGetsTextsInOrderWithoutValues() throws Exception {
        await(connection.setTrace(trace));

        await(connection.execute(INSERT, "secret"));
        await(connection
                .query("SELECT k FROM t WHERE body = :body", java.util.Map.of("body", "secret"))
                .list());

        List<String> expected = List.of("BEGIN IMMEDIATE", INSERT, "COMMIT", "SELECT k FROM t WHERE body = :body");
        assertThat(started).isEqualTo(expected);
        assertThat(finished).extracting(Run::sql).isEqualTo(expected);
        assertThat(refusals).isNotEmpty().allMatch(DatabaseThreadException.class::isInstance);
    }

    @Test
    void traceGetsTheCostOfEachRun() throws Exception {
        fill(1_000);
        await(connection.query("SELECT k FROM t ORDER BY k % 7").list());
        await(connection.setTrace(trace));

        for (int i = 0; i < 2; i++) {
            await(connection.query("SELECT k FROM t ORDER BY k % 7").list());
        }
        await(connection.query("SELECT k FROM t WHERE k = 3").list());

        assertThat(finished).hasSize(3);
        for (Run run : finished.subList(0, 2)) {
            assertThat(run.fullScanSteps()).isEqualTo(999);
            assertThat(run.sorts()).isEqualTo(1);
            assertThat(run.autoIndexRows()).isZero();
            assertThat(run.steps()).isBetween(1_000L, 20_000L);
            assertThat(run.time()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
        }
        assertThat(finished.get(2).fullScanSteps()).isZero();
        assertThat(finished.get(2).steps()).isBetween(1L, 50L);
    }

    @Test
    void traceGetsIndexesMadeForARun() throws Exception {
        fill(100);
        await(connection.execute("CREATE TABLE other(x)"));
        await(connection.execute("INSERT INTO other SELECT body FROM t"));
        await(connection.setTrace(trace));

        await(connection
                .query("SELECT count(*) FROM other a JOIN other b ON a.x = b.x")
                .list());

        assertThat(finished.get(0).autoIndexRows()).isBetween(99L, 100L);
    }

    @Test
    void traceGetsTriggers() throws Exception {
        await(connection.execute("CREATE TABLE log(x)"));
        await(connection.execute("CREATE TRIGGER noted AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.k); END"));
        await(connection.setTrace(trace));

        await(connection.execute(INSERT, 1));

        assertThat(started)
                .containsExactly(
                        "BEGIN IMMEDIATE", INSERT, "-- TRIGGER noted", "-- INSERT INTO log VALUES (new.k)", "COMMIT");
    }

    @Test
    void noStatementIsNeededToKnowWhatAnErrorLeft() throws Exception {
        await(connection.execute(INSERT, 1));
        await(connection.setTrace(trace));
        await(connection.begin());
        assertThat(failureOf(connection.execute(INSERT, 1))).isInstanceOf(ConstraintException.class);
        assertThat(failureOf(connection.execute("INSERT OR ROLLBACK INTO t(body) VALUES (?)", 1)))
                .isInstanceOf(ConstraintException.class);
        assertThat(failureOf(connection.execute(INSERT, 2))).isInstanceOf(TransactionException.class);
        await(connection.rollback());

        assertThat(started).containsExactly("BEGIN IMMEDIATE", INSERT, "INSERT OR ROLLBACK INTO t(body) VALUES (?)");
        assertThat(finished).hasSize(3);
    }

    @Test
    void exceptionOfATraceIsLoggedAndIgnored() throws Exception {
        await(connection.setTrace(new StatementTrace() {
            @Override
            public void started(String sql) {
                throw new AssertionError("expected");
            }
        }));
        try (LogCapture log = new LogCapture(ForeignCode.class)) {
            await(connection.query("SELECT 1").list());

            log.awaitMessage(
                    "A statement trace of database 'app.db' threw; later failures of this kind are not logged");
        }
    }

    @Test
    void removedTraceGetsNothing() throws Exception {
        await(connection.setTrace(trace));
        await(connection.setTrace(null));

        await(connection.execute(INSERT, 1));

        assertThat(started).isEmpty();
        assertThat(finished).isEmpty();
    }

    @Test
    void traceIsGoneWithTheConnectionAlsoInMemory() throws Exception {
        try (AsyncSqlite memory = AsyncSqlite.inMemory()) {
            AsyncConnection lent = await(memory.connect());
            await(lent.setTrace(trace));
            lent.close();

            await(memory.execute("CREATE TABLE x(y)"));
        }
        assertThat(started).isEmpty();
    }

    private void fill(int rows) throws Exception {
        await(connection.executeMany(
                INSERT, IntStream.range(0, rows).mapToObj(List::of).toList()));
    }
}
