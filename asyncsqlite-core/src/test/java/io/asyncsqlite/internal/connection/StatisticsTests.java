package io.asyncsqlite.internal.connection;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ConnectionStatistics;
import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.SyncConnection;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.internal.engine.TestEngine;
import io.asyncsqlite.testing.ConnectedDatabase;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@Timeout(60)
class StatisticsTests extends ConnectedDatabase {

    @BeforeEach
    void open() throws Exception {
        db = AsyncSqlite.open(
                SqliteOptions.file(directory.resolve("app.db")).readers(1).build());
        await(db.executeScript("CREATE TABLE t(k INTEGER PRIMARY KEY, body);"
                + "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
                + " INSERT INTO t SELECT i, randomblob(1000) FROM n"));
        connection = await(db.connect());
    }

    @Test
    @EnabledIfSystemProperty(
            named = TestEngine.PROPERTY,
            matches = "foreign",
            disabledReason = "only the foreign engine counts what a connection reads and writes")
    void aConnectionTellsWhatItReadAndHolds() throws Exception {
        ConnectionStatistics before = await(connection.statistics()).orElseThrow();
        await(connection.query("SELECT sum(length(body)) FROM t").list());
        ConnectionStatistics first = await(connection.statistics()).orElseThrow();
        await(connection.query("SELECT sum(length(body)) FROM t").list());
        ConnectionStatistics second = await(connection.statistics()).orElseThrow();

        assertThat(first.cacheMisses() - before.cacheMisses()).isGreaterThan(100);
        assertThat(second.cacheMisses()).isEqualTo(first.cacheMisses());
        assertThat(second.cacheHits() - first.cacheHits()).isGreaterThan(100);
        assertThat(first.cacheBytes()).isGreaterThan(before.cacheBytes() + 100_000);
        assertThat(first.statementBytes()).isGreaterThan(before.statementBytes());
        assertThat(first.schemaBytes()).isPositive();
        assertThat(first.cacheWrites()).isZero();
        assertThat(first.cacheSpills()).isZero();
    }

    @Test
    @EnabledIfSystemProperty(
            named = TestEngine.PROPERTY,
            matches = "foreign",
            disabledReason = "only the foreign engine counts what a connection reads and writes")
    void theWriterTellsWhatItWrote() throws Exception {
        ConnectionStatistics written =
                await(db.write(SyncConnection::statistics)).orElseThrow();
        ConnectionStatistics read = await(db.read(SyncConnection::statistics)).orElseThrow();

        assertThat(written.cacheWrites()).isGreaterThan(100);
        assertThat(read.cacheWrites()).isZero();
    }

    @Test
    @EnabledIfSystemProperty(
            named = TestEngine.PROPERTY,
            matches = "foreign",
            disabledReason = "only the foreign engine counts what a connection reads and writes")
    void aTransactionThatDoesNotFitIntoTheCacheSpills() throws Exception {
        await(connection.execute("PRAGMA cache_size = 20"));
        await(connection.execute("UPDATE t SET body = randomblob(2000)"));

        assertThat(await(connection.statistics()).orElseThrow().cacheSpills()).isPositive();
    }

    @Test
    void statisticsAreReadOnTheConnectionsThreadOnly() throws Exception {
        AtomicReference<SyncConnection> escaped = new AtomicReference<>();
        await(db.read(lent -> {
            escaped.set(lent);
            return lent.statistics();
        }));

        assertThat(failureOf(db.read(other -> escaped.get().statistics()))).isInstanceOf(TransactionException.class);
    }

    @Test
    void statisticsAreAbsentWhereTheEngineHasNone() throws Exception {
        try (AsyncSqlite jni =
                AsyncSqlite.open(SqliteOptions.memory().engine(EngineChoice.JNI).build())) {
            assertThat(await(jni.write(SyncConnection::statistics))).isEqualTo(Optional.empty());
            try (AsyncConnection lent = await(jni.connect())) {
                assertThat(await(lent.statistics())).isEmpty();
            }
        }
    }
}
