package io.asyncsqlite.spring.boot.health;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteStats;
import io.asyncsqlite.WriteResult;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether a database reads and whether its writer answers. Details: {@code version} of SQLite, {@code queuedReads} and
 * {@code queuedWrites}; the path is not among them.
 *
 * <p>Blocks for 5 s at most. A database whose writer is busy for longer is down. On WebFlux, Spring Boot calls it off the event loop.
 */
public final class AsyncSqliteHealthIndicator extends AbstractHealthIndicator {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final AsyncSqlite database;
    private final Duration timeout;

    /**
     * Creates an indicator.
     *
     * @param database what to check
     */
    public AsyncSqliteHealthIndicator(AsyncSqlite database) {
        this(database, TIMEOUT);
    }

    AsyncSqliteHealthIndicator(AsyncSqlite database, Duration timeout) {
        super("Health check of a SQLite database failed");
        this.database = database;
        this.timeout = timeout;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws InterruptedException {
        SqliteStats stats = database.stats();
        builder.withDetail("queuedReads", stats.queuedReads()).withDetail("queuedWrites", stats.queuedWrites());
        // The table makes SQLite read the file; the PRAGMA changes nothing but needs the writing connection.
        CompletableFuture<String> version = database.query("SELECT sqlite_version(), count(*) FROM sqlite_schema")
                .as(String.class)
                .one();
        CompletableFuture<WriteResult> writer = database.execute("PRAGMA data_version");
        try {
            CompletableFuture.allOf(version, writer).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            builder.up().withDetail("version", version.join());
        } catch (ExecutionException e) {
            builder.down(Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            builder.down().withDetail("error", "No answer within " + timeout);
        } finally {
            // Those that nobody waits for any more must not fill the queue.
            version.cancel(true);
            writer.cancel(true);
        }
    }
}
