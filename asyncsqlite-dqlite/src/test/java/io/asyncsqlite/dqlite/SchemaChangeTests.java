package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Query;
import io.asyncsqlite.Row;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A compiled statement that gives all columns of a table follows the schema, whoever changes it: no value stands below the name of another column. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SchemaChangeTests {

    @TempDir
    Path directory;

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    private static List<Map<String, Object>> maps(Query<Row> query) throws Exception {
        return await(query.map(Row::asMap).list());
    }

    @Test
    void changesOfAnotherProgramAreSeen() throws Exception {
        try (DemoCluster cluster = DemoCluster.startOne(directory);
                AsyncSqlite db = AsyncSqlite.open(cluster.options().build());
                AsyncSqlite other = AsyncSqlite.open(cluster.options().build())) {
            await(db.executeScript("CREATE TABLE t(a, b, c); INSERT INTO t VALUES ('a', 'b', 'c')"));
            Query<Row> all = db.query("SELECT * FROM t");
            Query<Row> view = db.query("SELECT v.*, 2 * 3 AS n FROM v");
            await(db.execute("CREATE VIEW v AS SELECT b, c FROM t"));
            // Each reader has compiled them.
            for (int i = 0; i < 8; i++) {
                assertThat(maps(all)).containsExactly(Map.of("a", "a", "b", "b", "c", "c"));
                assertThat(maps(view)).containsExactly(Map.of("b", "b", "c", "c", "n", 6L));
            }

            await(other.execute("ALTER TABLE t DROP COLUMN a"));
            for (int i = 0; i < 8; i++) {
                assertThat(maps(all)).containsExactly(Map.of("b", "b", "c", "c"));
            }
            await(other.executeScript("DROP VIEW v; CREATE VIEW v AS SELECT c AS x, b AS y FROM t"));
            for (int i = 0; i < 8; i++) {
                assertThat(maps(view)).containsExactly(Map.of("x", "c", "y", "b", "n", 6L));
            }
        }
    }

    @Test
    void changesOfTheSameTransactionAreSeen() throws Exception {
        try (DemoCluster cluster = DemoCluster.startOne(directory);
                AsyncSqlite db = AsyncSqlite.open(cluster.options().build())) {
            await(db.executeScript("CREATE TABLE t(a, b); INSERT INTO t VALUES ('a', 'b')"));

            List<List<Row>> read = await(db.inTransaction(tx -> tx.query("SELECT * FROM t")
                    .list()
                    .thenCompose(before -> tx.execute("ALTER TABLE t DROP COLUMN a")
                            .thenCompose(changed -> tx.query("SELECT * FROM t").list())
                            .thenApply(after -> List.of(before, after)))));

            assertThat(read.get(0)).extracting(Row::asMap).containsExactly(Map.of("a", "a", "b", "b"));
            assertThat(read.get(1)).extracting(Row::asMap).containsExactly(Map.of("b", "b"));
        }
    }

    @Test
    void returningFollowsTheSchema() throws Exception {
        try (DemoCluster cluster = DemoCluster.startNewer(directory);
                AsyncSqlite db = AsyncSqlite.open(cluster.options().build());
                AsyncSqlite other = AsyncSqlite.open(cluster.options().build())) {
            await(db.execute("CREATE TABLE t(a DEFAULT 'a', b)"));
            Query<Row> insert = db.query("INSERT INTO t(b) VALUES ('b') RETURNING *");
            assertThat(maps(insert)).containsExactly(Map.of("a", "a", "b", "b"));

            await(other.execute("ALTER TABLE t DROP COLUMN a"));

            assertThat(maps(insert)).containsExactly(Map.of("b", "b"));
            assertThat(maps(db.query("SELECT count(*) AS n FROM t"))).containsExactly(Map.of("n", 2L));
        }
    }
}
