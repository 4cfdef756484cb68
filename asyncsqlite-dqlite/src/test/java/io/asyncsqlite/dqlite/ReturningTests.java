package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.StatementException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** RETURNING never ends a server: new ones run it, old ones do not get it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReturningTests {

    private static final String INSERT = "INSERT INTO t(name) VALUES (?) RETURNING id";

    @TempDir
    Path directory;

    private static AsyncSqlite open(DemoCluster cluster) throws Exception {
        AsyncSqlite db = AsyncSqlite.open(cluster.options().build());
        await(db.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT UNIQUE)"));
        return db;
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Long> insert(AsyncSqlite db, String name) {
        return db.query(INSERT, name).mapTo(Long.class).one();
    }

    private static List<String> names(AsyncSqlite db) throws Exception {
        return await(
                db.query("SELECT name FROM t ORDER BY id").mapTo(String.class).list());
    }

    @Test
    void anOldServerDoesNotGetIt() throws Exception {
        try (DemoCluster cluster = DemoCluster.startOne(directory);
                AsyncSqlite db = open(cluster)) {
            assertThatThrownBy(() -> await(insert(db, "refused")))
                    .hasCauseInstanceOf(StatementException.class)
                    .hasMessageContaining("older than 1.18.4");

            await(db.inTransaction(transaction -> transaction
                    .execute("INSERT INTO t(name) VALUES ('before')")
                    .thenCompose(done -> transaction.query(INSERT, "refused").list())
                    .handle((rows, failure) -> {
                        assertThat(failure).hasMessageContaining("older than 1.18.4");
                        return null;
                    })
                    .thenCompose(done -> transaction.execute("INSERT INTO t(name) VALUES ('after')"))));
            assertThat(names(db)).containsExactly("before", "after");
            assertThat(cluster.isAlive(0)).isTrue();
        }
    }

    @Test
    void aNewServerRunsIt() throws Exception {
        try (DemoCluster cluster = DemoCluster.startNewer(directory);
                AsyncSqlite db = open(cluster)) {
            assertThat(await(insert(db, "a"))).isEqualTo(1);
            assertThatThrownBy(() -> await(insert(db, "a"))).hasCauseInstanceOf(ConstraintException.class);
            List<CompletableFuture<Long>> together = IntStream.range(0, 64)
                    .mapToObj(i -> insert(db, i % 8 == 0 ? "a" : "b" + i))
                    .toList();
            for (int i = 0; i < 64; i++) {
                CompletableFuture<Long> one = together.get(i);
                if (i % 8 == 0) {
                    assertThatThrownBy(() -> await(one)).hasCauseInstanceOf(ConstraintException.class);
                } else {
                    await(one);
                }
            }

            assertThat(names(db)).hasSize(1 + 56);
            assertThat(await(db.query("UPDATE t SET name = name || '!' WHERE id <= ? RETURNING name", 1)
                            .mapTo(String.class)
                            .list()))
                    .containsExactly("a!");
            assertThat(cluster.isAlive(0)).isTrue();
        }
    }
}
