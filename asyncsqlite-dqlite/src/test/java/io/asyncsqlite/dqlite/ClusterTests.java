package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What programs do with a database works in a cluster. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClusterTests extends OnACluster {

    @BeforeEach
    void empty() throws Exception {
        await(db.executeScript("DROP TABLE IF EXISTS t; CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT UNIQUE, n)"));
    }

    @Test
    void writesAndReadsAreDone() throws Exception {
        WriteResult written = await(db.execute("INSERT INTO t(name, n) VALUES (?, ?)", "Ada", 1.5));

        assertThat(written.rowsUpdated()).isEqualTo(1);
        assertThat(written.lastInsertRowid()).isEqualTo(1);
        assertThat(await(db.query("SELECT name || n FROM t")
                        .map(row -> row.getString(0))
                        .list()))
                .containsExactly("Ada1.5");
    }

    @Test
    void aThousandWritesAtOnceShareCommits() throws Exception {
        List<CompletableFuture<WriteResult>> writes = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            writes.add(db.execute("INSERT INTO t(id) VALUES (?)", i));
        }
        for (CompletableFuture<WriteResult> write : writes) {
            await(write);
        }

        assertThat(count()).isEqualTo(1_000);
    }

    @Test
    void aConstraintFailsItsWriteOnly() throws Exception {
        CompletableFuture<WriteResult> first = db.execute("INSERT INTO t(name) VALUES ('a')");
        CompletableFuture<WriteResult> second = db.execute("INSERT INTO t(name) VALUES ('a')");
        CompletableFuture<WriteResult> third = db.execute("INSERT INTO t(name) VALUES ('b')");

        await(first);
        assertThatThrownBy(() -> await(second)).hasCauseInstanceOf(ConstraintException.class);
        await(third);
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void transactionsAreCommittedOrRolledBackAsAWhole() throws Exception {
        await(db.inTransaction(transaction -> transaction
                .execute("INSERT INTO t(id) VALUES (1)")
                .thenCompose(done -> transaction.execute("INSERT INTO t(id) VALUES (2)"))));
        assertThatThrownBy(() -> await(db.inTransaction(transaction -> transaction
                        .execute("INSERT INTO t(id) VALUES (3)")
                        .thenCompose(done -> transaction.execute("INSERT INTO t(id) VALUES (1)")))))
                .hasRootCauseInstanceOf(ConstraintException.class);

        assertThat(count()).isEqualTo(2);
    }

    @Test
    void everyStorageClassComesBack() throws Exception {
        byte[] blob = {0, 1, -1};
        await(db.execute("INSERT INTO t(id, name, n) VALUES (1, ?, ?)", "häß\uD83D\uDE00", blob));
        await(db.execute("INSERT INTO t(id, n) VALUES (?, ?)", Long.MIN_VALUE, Double.MIN_VALUE));

        List<Object> values = await(
                db.query("SELECT n FROM t ORDER BY id").map(row -> row.get(0)).list());
        assertThat(values).containsExactly(Double.MIN_VALUE, blob);
        assertThat(await(db.query("SELECT name FROM t WHERE id = 1")
                        .map(row -> row.getString(0))
                        .one()))
                .isEqualTo("häß\uD83D\uDE00");
        assertThat(await(db.query("SELECT count(*) FROM t WHERE ? IS NULL", (Object) null)
                        .map(row -> row.getLong(0))
                        .one()))
                .isEqualTo(2);
    }

    /** {@code -Ddqlite.rows=100000} compares more of them, {@code -Ddqlite.seed=N} repeats a run that failed. */
    @Test
    void randomRowsAreThoseOfALocalDatabaseBitByBit() throws Exception {
        int count = Integer.getInteger("dqlite.rows", 10_000);
        long seed = Long.getLong("dqlite.seed", System.nanoTime());
        try (AsyncSqlite local = AsyncSqlite.inMemory()) {
            await(local.execute(RandomRows.TABLE));
            await(db.executeScript("DROP TABLE IF EXISTS v; " + RandomRows.TABLE));
            RandomRows.insert(local, seed, count);
            RandomRows.insert(db, seed, count);

            for (long after = -1; after < count; after += RandomRows.PIECE) {
                assertThat(RandomRows.read(db, after)).as("seed %d", seed).isEqualTo(RandomRows.read(local, after));
            }
            assertThat(RandomRows.read(db, count - 2)).hasSize(1);
        }
    }

    @Test
    void readsOfManyRowsAreWhole() throws Exception {
        String sql = "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 20000)"
                + " SELECT i, 'row ' || i FROM c";

        List<Long> numbers = await(db.query(sql).map(row -> row.getLong(0)).list());

        assertThat(numbers).hasSize(20_000).startsWith(1L).endsWith(20_000L);
        // The rest of the rows is not read; the connection goes on.
        assertThat(await(db.query(sql + " LIMIT 3").map(row -> row.getLong(0)).list()))
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void aFailingStatementTellsSqlitesError() {
        assertThatThrownBy(() -> await(db.query("SELECT missing FROM t").list()))
                .hasCauseInstanceOf(StatementException.class)
                .hasMessageContaining("no such column: missing");
    }

    @Test
    void columnsThatEndServersAreRefused() throws Exception {
        for (String type : List.of("DATETIME", "date", "Timestamp", "BOOLEAN")) {
            assertThatThrownBy(() -> await(db.execute("CREATE TABLE harmful(id INTEGER, x " + type + " NOT NULL)")))
                    .hasMessageContaining("can end the processes");
            assertThatThrownBy(() -> await(db.execute("ALTER TABLE t ADD COLUMN x " + type)))
                    .hasMessageContaining("can end the processes");
        }
        await(db.execute("CREATE TABLE IF NOT EXISTS harmless(date INTEGER, x BOOL)"));
        assertThat(cluster.isAlive(cluster.leader())).isTrue();
    }
}
