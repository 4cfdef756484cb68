package io.asyncsqlite.dqlite;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests on a database of a cluster with a table {@code t}. */
abstract class OnACluster {

    @TempDir
    static Path directory;

    static DemoCluster cluster;
    static AsyncSqlite db;

    @BeforeAll
    static void start() throws Exception {
        cluster = DemoCluster.start(directory);
        db = AsyncSqlite.open(cluster.options().build());
    }

    @AfterAll
    static void stop() {
        if (db != null) {
            db.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }

    static long count() throws Exception {
        return await(
                db.query("SELECT count(*) FROM t").map(row -> row.getLong(0)).one());
    }
}
