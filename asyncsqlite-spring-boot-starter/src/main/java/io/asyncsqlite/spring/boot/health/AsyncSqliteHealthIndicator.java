package io.asyncsqlite.spring.boot.health;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ClusterNode;
import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.SqliteStats;
import io.asyncsqlite.StatementException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells whether a database reads and whether its writer answers.
 *
 * <p>UP if both do; OUT_OF_SERVICE if the application has closed or stopped it; DOWN if its writing connection is lost, if SQLite
 * reports an error, or if it does not answer within 5 s. A database in a cluster is UP if a server leads and a read is answered; nothing is asked of its
 * writer. Details: {@code version} of SQLite, {@code queuedReads}, {@code queuedWrites},
 * {@code openReaders}, {@code busyReaders}, {@code writerHeldMillis}, {@code walBytes}, {@code failed}, and {@code error} without the
 * path of the file; in a cluster also {@code leader} and {@code nodes}, the addresses of the servers with their roles.
 *
 * <p>Blocks for 5 s at most. On WebFlux, Spring Boot calls it off the event loop.
 */
public final class AsyncSqliteHealthIndicator extends AbstractHealthIndicator {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final AsyncSqlite database;
    private final Duration timeout;

    /**
     * Creates an indicator.
     *
     * @param database the database to check
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
        addDetails(builder, database.stats());
        long until = System.nanoTime() + timeout.toNanos();
        CompletableFuture<List<ClusterNode>> nodes = database.clusterNodes();
        try {
            List<ClusterNode> servers = nodes.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            addDetails(builder, servers);
            askDatabase(builder, !servers.isEmpty(), until);
        } catch (ExecutionException e) {
            failed(builder, Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            builder.down().withDetail("error", "No answer within " + timeout.toMillis() + " ms");
        } finally {
            nodes.cancel(true);
        }
    }

    private void askDatabase(Health.Builder builder, boolean inCluster, long until)
            throws InterruptedException, ExecutionException, TimeoutException {
        // The table makes SQLite read the file; the PRAGMA changes nothing but needs the writing connection.
        CompletableFuture<String> version = database.query("SELECT sqlite_version(), count(*) FROM sqlite_schema")
                .mapTo(String.class)
                .one();
        CompletableFuture<?> writer = inCluster ? CompletableFuture.allOf() : database.execute("PRAGMA data_version");
        try {
            CompletableFuture.allOf(version, writer).get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            builder.up().withDetail("version", version.join());
        } finally {
            // Operations of a check that timed out must not fill the queue.
            version.cancel(true);
            writer.cancel(true);
        }
    }

    private static void addDetails(Health.Builder builder, List<ClusterNode> servers) {
        if (!servers.isEmpty()) {
            Map<String, String> nodes = new LinkedHashMap<>();
            for (ClusterNode server : servers) {
                nodes.put(server.address(), server.role().name().toLowerCase(Locale.ROOT));
                if (server.leader()) {
                    builder.withDetail("leader", server.address());
                }
            }
            builder.withDetail("nodes", nodes);
        }
    }

    private static void addDetails(Health.Builder builder, SqliteStats stats) {
        builder.withDetail("queuedReads", stats.queuedReads())
                .withDetail("queuedWrites", stats.queuedWrites())
                .withDetail("openReaders", stats.openReaders())
                .withDetail("busyReaders", stats.busyReaders())
                .withDetail("writerHeldMillis", stats.writerHeld().toMillis())
                .withDetail("walBytes", stats.logBytes())
                .withDetail("failed", stats.failed());
    }

    private static void failed(Health.Builder builder, Throwable failure) {
        if (failure instanceof DatabaseClosedException) {
            builder.outOfService();
        } else {
            // Logged whole; the detail that it sets is replaced.
            builder.down(failure);
        }
        builder.withDetail("error", withoutPath(failure));
    }

    private static String withoutPath(Throwable failure) {
        String name = failure.getClass().getSimpleName();
        if (failure instanceof DatabaseOpenException open) {
            return name + ": " + open.reason();
        }
        return failure instanceof StatementException statement ? name + ": " + statement.code() : name;
    }
}
