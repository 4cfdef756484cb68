package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.Endless;
import io.asyncsqlite.testing.SingleThread;
import io.asyncsqlite.testing.WriterGate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The invariants of WriteGroup, with real neighbours in the same group. */
@Timeout(60)
class GroupCommitTests {

    @TempDir
    Path directory;

    private final List<Integer> groups = new CopyOnWriteArrayList<>();
    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        SqliteListener listener = new SqliteListener() {
            @Override
            public void committed(Commit commit) {
                if (commit.operations() > 0) {
                    groups.add(commit.operations());
                }
            }
        };
        // One callback thread, so that all listener calls before the completion of a future have ended when it
        // completes.
        db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("group.db"))
                .listener(listener)
                .callbackExecutor(SingleThread.executor())
                .build());
        await(db.executeScript("""
            CREATE TABLE parent(id INTEGER PRIMARY KEY);
            CREATE TABLE t(
              id INTEGER PRIMARY KEY,
              k INTEGER UNIQUE CHECK (k < 1000),
              parent INTEGER REFERENCES parent(id) DEFERRABLE INITIALLY DEFERRED);
            CREATE TABLE lenient(k INTEGER UNIQUE ON CONFLICT FAIL);
            CREATE TABLE log(message TEXT);
            CREATE TRIGGER picky BEFORE INSERT ON t WHEN new.k = 666 BEGIN
              INSERT INTO log VALUES ('before the fall');
              SELECT RAISE(FAIL, 'picky');
            END;
            INSERT INTO t(id, k) VALUES (1, 100);
            """));
        groups.clear();
    }

    @AfterEach
    void close() {
        db.close();
    }

    private interface Body {
        void run() throws Exception;
    }

    /**
     * Runs it, each time with a new database, until its operations were committed in such groups. A pause of a busy machine divides a group, as it
     * takes no more members after 5 ms.
     */
    private void commits(Predicate<List<Integer>> expected, Body body) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        for (body.run(); !expected.test(groups); body.run()) {
            assertThat(System.nanoTime()).as("groups of %s", groups).isLessThan(end);
            db.close();
            Files.delete(directory.resolve("group.db"));
            open();
        }
    }

    private static Predicate<List<Integer>> shared(int operations) {
        return groups ->
                groups.stream().mapToInt(Integer::intValue).sum() == operations && groups.size() <= 2 + operations / 10;
    }

    @Test
    void operationsThatWaitTogetherShareACommit() throws Exception {
        commits(shared(50), () -> {
            List<CompletableFuture<WriteResult>> inserts = submitTogether(IntStream.range(0, 50)
                    .mapToObj(i -> "INSERT INTO t(k) VALUES (" + i + ")")
                    .toList());

            for (CompletableFuture<WriteResult> insert : inserts) {
                assertThat(await(insert).rowsUpdated()).isEqualTo(1);
            }
        });
    }

    @Test
    void eachMemberGetsItsOwnRowid() throws Exception {
        List<CompletableFuture<WriteResult>> inserts = submitTogether(List.of(
                "INSERT INTO t(id, k) VALUES (70, 1)", "INSERT INTO t(id, k) VALUES (50, 2)", "DELETE FROM log"));

        assertThat(await(inserts.get(0)).lastInsertRowid()).isEqualTo(70);
        assertThat(await(inserts.get(1)).lastInsertRowid()).isEqualTo(50);
        assertThat(await(inserts.get(2))).isEqualTo(new WriteResult(0, 0));
    }

    @Test
    void aFutureCompletesAfterTheCommitOnly() throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("group.db"))) {
            CompletableFuture<Integer> seen =
                    db.execute("INSERT INTO log VALUES ('x')").thenApply(result -> count(other, "log"));

            assertThat(await(seen)).isEqualTo(1);
        }
    }

    @Test
    void aUniqueViolationFailsAlone() throws Exception {
        commits(shared(5), () -> failsAlone("INSERT INTO t(k) VALUES (100)", "SQLITE_CONSTRAINT_UNIQUE"));
    }

    @Test
    void aCheckViolationFailsAlone() throws Exception {
        commits(shared(5), () -> failsAlone("INSERT INTO t(k) VALUES (5000)", "SQLITE_CONSTRAINT_CHECK"));
    }

    @Test
    void aStatementThatUpdatesManyRowsFailsAsAWhole() throws Exception {
        failsAlone("INSERT INTO t(k) VALUES (500), (501), (100)", "SQLITE_CONSTRAINT_UNIQUE");
    }

    @Test
    void orRollbackFailsAlone() throws Exception {
        commits(
                List.of(2, 2)::equals,
                () -> failsAlone("INSERT OR ROLLBACK INTO t(k) VALUES (100)", "SQLITE_CONSTRAINT_UNIQUE"));
    }

    @Test
    void orFailKeepsNoneOfItsRowsAndFailsAlone() throws Exception {
        failsAlone("INSERT OR FAIL INTO t(k) VALUES (500), (501), (100), (502)", "SQLITE_CONSTRAINT_UNIQUE");
    }

    @Test
    void aFailClauseOfTheSchemaKeepsNoneOfTheRows() throws Exception {
        await(db.execute("INSERT INTO lenient VALUES (7)"));
        groups.clear();

        failsAlone("INSERT INTO lenient VALUES (5), (6), (7)", "SQLITE_CONSTRAINT_UNIQUE");

        assertThat(await(db.query("SELECT k FROM lenient").mapTo(Long.class).list()))
                .containsExactly(7L);
    }

    @Test
    void aTriggerThatRaisesFailLeavesNothing() throws Exception {
        failsAlone("INSERT INTO t(k) VALUES (666)", "SQLITE_CONSTRAINT_TRIGGER");

        assertThat(await(db.query("SELECT count(*) FROM log").mapTo(Long.class).one()))
                .isZero();
    }

    @Test
    void aDeferredForeignKeyThatIsViolatedAtCommitFailsAlone() throws Exception {
        // Every member ran again in a transaction of its own.
        commits(
                List.of(1, 1, 1, 1)::equals,
                () -> failsAlone("INSERT INTO t(k, parent) VALUES (500, 42)", "SQLITE_CONSTRAINT_FOREIGNKEY"));
    }

    @Test
    void aStatementThatDoesNotCompileFailsAlone() throws Exception {
        commits(shared(5), () -> failsAlone("INSERT INTO nowhere VALUES (1)", "SQLITE_ERROR"));
    }

    @Test
    void aBatchFailsAsAWholeAndAlone() throws Exception {
        List<CompletableFuture<?>> futures = WriterGate.whileHeld(
                db,
                () -> List.of(
                        db.execute("INSERT INTO t(k) VALUES (1)"),
                        db.executeMany("INSERT INTO t(k) VALUES (?)", List.of(List.of(2), List.of(3), List.of(100))),
                        db.execute("INSERT INTO t(k) VALUES (4)")));

        assertThat(failureOf(futures.get(1))).isInstanceOf(ConstraintException.class);
        assertThat(await(futures.get(0))).isEqualTo(new WriteResult(1, 2));
        assertThat(await(futures.get(2))).isEqualTo(new WriteResult(1, 3));
        assertThat(keys()).containsExactly(1L, 4L, 100L);
    }

    @Test
    void anErrorIsToldOnlyAgainstWhatWasCommitted() throws Exception {
        // The second fails because of the first, whose deferred violation undoes it at COMMIT: then the second is
        // right.
        List<CompletableFuture<WriteResult>> inserts = submitTogether(List.of(
                "INSERT INTO t(k, parent) VALUES (5, 42)",
                "INSERT INTO t(k) VALUES (5)",
                "INSERT INTO t(k) VALUES (6)"));

        assertThat(failureOf(inserts.get(0))).isInstanceOf(ConstraintException.class);
        assertThat(await(inserts.get(1)).rowsUpdated()).isEqualTo(1);
        assertThat(await(inserts.get(2)).rowsUpdated()).isEqualTo(1);
        assertThat(keys()).containsExactly(5L, 6L, 100L);
    }

    @Test
    void anErrorThatRestsOnALostGroupIsNotTold() throws Exception {
        // As above, but it is the third that ends the transaction, before COMMIT shows what is wrong with the first.
        List<CompletableFuture<WriteResult>> inserts = submitTogether(List.of(
                "INSERT INTO t(k, parent) VALUES (5, 42)",
                "INSERT INTO t(k) VALUES (5)",
                "INSERT OR ROLLBACK INTO t(k) VALUES (100)"));

        assertThat(failureOf(inserts.get(0))).isInstanceOf(ConstraintException.class);
        assertThat(await(inserts.get(1)).rowsUpdated()).isEqualTo(1);
        assertThat(failureOf(inserts.get(2))).isInstanceOf(ConstraintException.class);
        assertThat(keys()).containsExactly(5L, 100L);
    }

    @Test
    void membersRunInTheOrderAcceptedAlsoWhenTheyRunAgain() throws Exception {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            statements.add("INSERT INTO log VALUES ('" + i + "')");
            statements.add(
                    i % 3 == 0
                            ? "INSERT OR ROLLBACK INTO t(k) VALUES (100)"
                            : "INSERT INTO log VALUES ('after " + i + "')");
        }
        List<CompletableFuture<WriteResult>> futures = submitTogether(statements);

        List<String> expected = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            boolean killer = statements.get(i).contains("ROLLBACK");
            assertThat(failureOf(futures.get(i)) != null).isEqualTo(killer);
            if (!killer) {
                expected.add(statements.get(i).replaceAll(".*'(.*)'.*", "$1"));
            }
        }
        assertThat(await(db.query("SELECT message FROM log ORDER BY rowid")
                        .mapTo(String.class)
                        .list()))
                .isEqualTo(expected);
    }

    @Test
    void aThousandKillersEachFailAlone() throws Exception {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            statements.add("INSERT OR ROLLBACK INTO t(k) VALUES (100)");
            statements.add("INSERT INTO log VALUES ('" + i + "')");
        }
        List<CompletableFuture<WriteResult>> futures = submitTogether(statements);

        for (int i = 0; i < futures.size(); i++) {
            assertThat(failureOf(futures.get(i)) != null).isEqualTo(i % 2 == 0);
        }
        assertThat(await(db.query("SELECT count(*) FROM log").mapTo(Long.class).one()))
                .isEqualTo(500);
    }

    /** The time that the slow one took from them before it ran alone, at its best: a busy machine has other things to do too. */
    @Test
    void aSlowWriteLeavesItsGroupSoonAndRunsAlone() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        long best = nanosUntilNeighboursOfASlowWriteAreCommitted();
        while (best > TimeUnit.MILLISECONDS.toNanos(50) && System.nanoTime() < end) {
            best = Math.min(best, nanosUntilNeighboursOfASlowWriteAreCommitted());
        }

        assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(50));
    }

    private long nanosUntilNeighboursOfASlowWriteAreCommitted() throws Exception {
        List<CompletableFuture<WriteResult>> before = new ArrayList<>();
        CompletableFuture<WriteResult> slow = WriterGate.whileHeld(db, () -> {
            for (int i = 0; i < 1_000; i++) {
                before.add(db.execute("INSERT INTO log(message) VALUES ('before')"));
            }
            return db.execute("UPDATE log SET message = (" + Endless.SELECT + ")");
        });
        CompletableFuture<WriteResult> after = db.execute("INSERT INTO log(message) VALUES ('after')");
        long opened = System.nanoTime();

        for (CompletableFuture<WriteResult> neighbour : before) {
            assertThat(await(neighbour).rowsUpdated()).isEqualTo(1);
        }
        long nanos = System.nanoTime() - opened;
        // Accepted later, so it waits: see ADR 15.
        assertThat(slow).isNotDone();
        assertThat(after).isNotDone();

        slow.cancel(true);
        assertThat(await(after).rowsUpdated()).isEqualTo(1);
        return nanos;
    }

    /** Runs the statement among four good neighbours and checks that they all stay, and nothing of it. */
    private void failsAlone(String statement, String code) throws Exception {
        List<CompletableFuture<WriteResult>> futures = submitTogether(List.of(
                "INSERT INTO t(k) VALUES (1)",
                "INSERT INTO t(k) VALUES (2)",
                statement,
                "INSERT INTO t(k) VALUES (3)",
                "INSERT INTO t(k) VALUES (4)"));

        assertThat(failureOf(futures.get(2))).isInstanceOfSatisfying(StatementException.class, failure -> {
            assertThat(failure.code().name()).isEqualTo(code);
            assertThat(failure.outcome()).isEqualTo(Outcome.ROLLED_BACK);
            assertThat(failure.sql()).isEqualTo(statement);
        });
        for (int neighbour : List.of(0, 1, 3, 4)) {
            assertThat(await(futures.get(neighbour)).rowsUpdated()).isEqualTo(1);
        }
        assertThat(keys()).containsExactly(1L, 2L, 3L, 4L, 100L);
    }

    private List<CompletableFuture<WriteResult>> submitTogether(List<String> statements) throws Exception {
        return WriterGate.whileHeld(
                db, () -> statements.stream().map(sql -> db.execute(sql)).toList());
    }

    private List<Long> keys() throws Exception {
        return await(db.query("SELECT k FROM t ORDER BY k").mapTo(Long.class).list());
    }

    private static int count(Connection connection, String table) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
