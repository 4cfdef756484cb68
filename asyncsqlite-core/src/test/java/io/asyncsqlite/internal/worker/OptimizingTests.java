package io.asyncsqlite.internal.worker;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.DatabaseHandle;
import io.asyncsqlite.testing.FaultyEngine;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The invariants of {@link Optimizing}. */
@Timeout(60)
class OptimizingTests {

    private static final String FIRST = "PRAGMA optimize=0x10002";

    @TempDir
    private Path directory;

    private final FaultyEngine engine = new FaultyEngine();

    private AsyncSqlite open() {
        return DatabaseHandle.open(
                SqliteOptions.file(directory.resolve("app.db")).build(), engine);
    }

    @Test
    void statisticsAreRenewedWhenTheWriterIsIdleAndNotAtTheOpening() throws Exception {
        CountDownLatch optimized = engine.awaitStatement(FIRST);
        try (AsyncSqlite db = open()) {
            await(db.execute("CREATE TABLE t(v)"));
            assertThat(optimized.getCount()).isEqualTo(1);

            assertThat(optimized.await(20, TimeUnit.SECONDS)).isTrue();
            await(db.execute("INSERT INTO t VALUES (1)"));
        }
    }

    @Test
    void failureOfOptimizeHarmsNothing() throws Exception {
        engine.failStatements(FIRST);
        CountDownLatch tried = engine.awaitStatement(FIRST);
        try (AsyncSqlite db = open()) {
            assertThat(tried.await(20, TimeUnit.SECONDS)).isTrue();
            await(db.execute("CREATE TABLE t(v)"));
            assertThat(db.stats().failed()).isFalse();
        }
    }

    @Test
    void statisticsAreRenewedAtTheClose() throws Exception {
        CountDownLatch optimized = engine.awaitStatement("PRAGMA optimize");
        try (AsyncSqlite db = open()) {
            await(db.execute("CREATE TABLE t(v)"));
        }
        assertThat(optimized.getCount()).isZero();
    }
}
