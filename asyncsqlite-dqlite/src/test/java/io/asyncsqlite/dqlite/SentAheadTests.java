package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.OutcomeUnknownException;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Statements that are sent to a server of dqlite without waiting do what they would do one after the other. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SentAheadTests extends OnACluster {

    private static final int MEMBERS = 20;
    private static final String INSERT = "INSERT INTO t(id, n) VALUES (?, ?)";

    @BeforeEach
    void empty() throws Exception {
        await(db.executeScript("DROP TRIGGER IF EXISTS stop; DROP TABLE IF EXISTS t; DROP TABLE IF EXISTS a;"
                + " CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER);"
                + " CREATE TABLE a(id INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER)"));
    }

    /** Makes the operations while the writer is busy, so that they form one group. */
    private static List<CompletableFuture<WriteResult>> asOneGroup(List<Object[]> statements) throws Exception {
        List<CompletableFuture<WriteResult>> operations = new ArrayList<>();
        BusyWriter.submit(db, () -> {
            for (Object[] statement : statements) {
                Object[] values =
                        List.of(statement).subList(1, statement.length).toArray();
                operations.add(db.execute((String) statement[0], values));
            }
        });
        return operations;
    }

    /** Inserts into {@code t}, with another statement in the middle. */
    private static List<Object[]> insertsAround(Object... middle) {
        List<Object[]> statements = new ArrayList<>();
        for (long i = 1; i <= MEMBERS; i++) {
            statements.add(i == MEMBERS / 2 ? middle : new Object[] {INSERT, i, i});
        }
        return statements;
    }

    private static void assertOnlyTheMiddleFails(
            List<CompletableFuture<WriteResult>> operations, Class<? extends Exception> failure) throws Exception {
        for (int i = 0; i < operations.size(); i++) {
            if (i == MEMBERS / 2 - 1) {
                CompletableFuture<?> middle = operations.get(i);
                assertThatThrownBy(() -> await(middle)).hasCauseInstanceOf(failure);
            } else {
                await(operations.get(i));
            }
        }
        assertThat(count()).isEqualTo(MEMBERS - 1);
    }

    @Test
    void eachMemberIsToldItsOwnResult() throws Exception {
        List<Object[]> statements = new ArrayList<>();
        for (long i = 1; i <= MEMBERS; i++) {
            statements.add(new Object[] {"INSERT INTO t(n) VALUES (?)", i});
            statements.add(new Object[] {"UPDATE t SET n = n + 1 WHERE id <= ?", i});
            statements.add(
                    new Object[] {"INSERT INTO t(id, n) VALUES (?, 0) ON CONFLICT(id) DO UPDATE SET n = n + 1", i});
        }

        List<CompletableFuture<WriteResult>> operations = asOneGroup(statements);

        for (int i = 0; i < MEMBERS; i++) {
            assertThat(await(operations.get(3 * i)).lastInsertRowid()).isEqualTo(i + 1);
            assertThat(await(operations.get(3 * i + 1)).rowsUpdated()).isEqualTo(i + 1);
            assertThat(await(operations.get(3 * i + 2))).isEqualTo(new WriteResult(1, 0));
        }
    }

    @Test
    void aConstraintFailsItsMemberOnly() throws Exception {
        assertOnlyTheMiddleFails(asOneGroup(insertsAround(INSERT, 1L, 1L)), ConstraintException.class);
    }

    @Test
    void aConstraintAtTheLastOfSeveralRowsUndoesAllOfItsMember() throws Exception {
        assertOnlyTheMiddleFails(
                asOneGroup(insertsAround("INSERT INTO t(id, n) VALUES (100, 1), (101, 1), (1, 1)")),
                ConstraintException.class);
    }

    @Test
    void aMemberThatRollsTheTransactionBackFailsAlone() throws Exception {
        assertOnlyTheMiddleFails(
                asOneGroup(insertsAround("INSERT OR ROLLBACK INTO t(id, n) VALUES (1, 1)")), ConstraintException.class);
    }

    @Test
    void aTriggerThatRollsTheTransactionBackFailsItsMemberAlone() throws Exception {
        await(db.executeScript("CREATE TRIGGER stop BEFORE INSERT ON t WHEN new.n < 0"
                + " BEGIN SELECT RAISE(ROLLBACK, 'stopped'); END"));

        assertOnlyTheMiddleFails(asOneGroup(insertsAround(INSERT, 100L, -1L)), ConstraintException.class);
    }

    @Test
    void aTriggerThatIsMadeByAMemberIsReckonedWith() throws Exception {
        List<Object[]> statements = insertsAround(INSERT, 100L, -1L);
        statements.add(3, new Object[] {
            "CREATE TRIGGER stop BEFORE INSERT ON t WHEN new.n < 0 BEGIN SELECT RAISE(ROLLBACK, 'stopped'); END"
        });

        List<CompletableFuture<WriteResult>> operations = asOneGroup(statements);

        for (int i = 0; i < operations.size(); i++) {
            if (i == MEMBERS / 2) {
                CompletableFuture<?> middle = operations.get(i);
                assertThatThrownBy(() -> await(middle)).hasCauseInstanceOf(ConstraintException.class);
            } else {
                await(operations.get(i));
            }
        }
        assertThat(count()).isEqualTo(MEMBERS - 1);
    }

    /** Without a further rowid SQLite rolls the transaction back, and the members behind it have run by then. */
    @Test
    void membersBehindAFailureThatEndsTheTransactionRunOnce() throws Exception {
        await(db.execute("INSERT INTO a(id) VALUES (?)", Long.MAX_VALUE));

        List<CompletableFuture<WriteResult>> operations = asOneGroup(insertsAround("INSERT INTO a(n) VALUES (1)"));

        int unknown = 0;
        for (int i = 0; i < operations.size(); i++) {
            try {
                await(operations.get(i));
            } catch (ExecutionException e) {
                if (i == MEMBERS / 2 - 1) {
                    assertThat(e).hasCauseInstanceOf(StatementException.class);
                } else {
                    assertThat(e).hasCauseInstanceOf(OutcomeUnknownException.class);
                    unknown++;
                }
            }
        }
        assertThat(unknown).isEqualTo(MEMBERS / 2);
        assertThat(count()).isEqualTo(MEMBERS - 1);
    }

    @Test
    void batchOfManyRowsIsOneTransaction() throws Exception {
        List<Object[]> rows = new ArrayList<>();
        for (long i = 1; i <= 5_000; i++) {
            rows.add(new Object[] {i, i});
        }
        assertThat(await(db.executeMany(INSERT, rows))).isEqualTo(5_000);
        rows.add(2_500, new Object[] {1L, 1L});

        assertThatThrownBy(() -> await(db.executeMany("INSERT INTO t(id, n) VALUES (? + 10000, ?)", rows)))
                .hasCauseInstanceOf(ConstraintException.class)
                .hasMessageContaining("at index 2500 of 5001 rows");
        assertThat(count()).isEqualTo(5_000);
    }

    @Test
    void batchInATransactionSeesWhatItWrote() throws Exception {
        List<Object[]> rows = new ArrayList<>();
        for (long i = 1; i <= 1_000; i++) {
            rows.add(new Object[] {i, i});
        }
        long sum = await(db.inTransaction(transaction -> transaction
                .executeMany(INSERT, rows)
                .thenCompose(done -> transaction
                        .query("SELECT sum(n) FROM t")
                        .map(row -> row.getLong(0))
                        .one())));

        assertThat(sum).isEqualTo(500_500);
    }
}
