package io.asyncsqlite.testing;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.WriteResult;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with a database whose flushes of the log wait for the test. */
public abstract class SlowLogDatabase {

    private static final Duration MOMENT = Duration.ofMillis(200);

    @TempDir
    protected Path directory;

    protected final SlowLogEngine engine = new SlowLogEngine();
    protected Path file;
    protected AsyncSqlite db;

    @BeforeEach
    protected void open() throws Exception {
        file = directory.resolve("shared.db");
        db = open(SqliteOptions.file(file));
    }

    protected AsyncSqlite open(SqliteOptions.Builder options) throws Exception {
        AsyncSqlite opened = EngineAccess.open(options.build(), engine);
        await(opened.executeScript("CREATE TABLE IF NOT EXISTS t(k INTEGER UNIQUE)"));
        return opened;
    }

    @AfterEach
    protected void close() {
        engine.allowAll();
        db.close();
    }

    protected CompletableFuture<WriteResult> transaction(long key) {
        return db.inTransaction(tx -> tx.execute("INSERT INTO t VALUES (?)", key));
    }

    /** Three transactions that have committed and whose flush waits. */
    protected List<CompletableFuture<?>> commitBehindABlockedFlush() throws Exception {
        List<CompletableFuture<?>> writes =
                WriterGate.whileHeld(db, () -> List.of(transaction(1), transaction(2), transaction(3)));
        engine.awaitFlush();
        awaitRows(3);
        return writes;
    }

    protected void awaitRows(long count) throws SQLException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (rows() < count) {
            assertThat(System.nanoTime()).as("rows that another program sees").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /** Another program sees each commit at once. */
    protected long rows() throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement();
                ResultSet found = statement.executeQuery("SELECT count(*) FROM t")) {
            return found.getLong(1);
        }
    }

    protected static void assertPending(Future<?> future) {
        assertPending(future, MOMENT);
    }

    protected static void assertPending(Future<?> future, Duration moment) {
        assertThatThrownBy(() -> future.get(moment.toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
    }
}
