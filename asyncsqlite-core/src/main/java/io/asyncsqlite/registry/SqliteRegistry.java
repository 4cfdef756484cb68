package io.asyncsqlite.registry;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ConnectionWork;
import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.DatabaseThreadException;
import io.asyncsqlite.OperationTimeoutException;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Many databases by key, such as one for each customer, of which the least recently used are closed. Thread-safe; one instance serves a whole
 * program. A database is opened when it is first needed, once for all callers that wait for it, and is not closed while it has a lease.
 *
 * <pre>{@code
 * return SqliteRegistry.<String>builder(customer -> SqliteOptions.file(SqliteRegistry.file(directory, customer))
 *                 .readers(2)
 *                 .build())
 *         .maxOpen(200)
 *         .idleTime(Duration.ofMinutes(10))
 *         .initialization(migrations::run)
 *         .build();
 * }</pre>
 *
 * <p>A caller that needs a database while {@link Builder#maxOpen} others are in use waits for one of these, no longer than {@link
 * Builder#leaseTimeout}. So code that has a lease and waits for a second one may wait for itself, as with every pool.
 *
 * <p>Methods throw only for a null argument. All other failures are in the futures.
 *
 * @param <K> type of the keys, with {@code equals} and {@code hashCode}
 */
public final class SqliteRegistry<K> implements AutoCloseable {

    private final OpenDatabases<K> databases;

    private SqliteRegistry(OpenDatabases<K> databases) {
        this.databases = databases;
    }

    /**
     * Starts with the defaults.
     *
     * @param databases says for a key which database to open and how. It is called on the thread of a caller that finds the database not open, and
     *     perhaps more often than it is opened. What it throws fails the future, and so do options without a file. Two keys must not name one file: while one of them is open, the
     *     other fails with {@link DatabaseOpenException}. {@link #file} makes a path of a key
     * @return a builder
     * @param <K> type of the keys
     */
    public static <K> Builder<K> builder(Function<? super K, SqliteOptions> databases) {
        return new Builder<>(Objects.requireNonNull(databases, "databases"));
    }

    /**
     * Returns the file {@code KEY.db} in a directory. Keys that could lead out of the directory, or to the file of another key, are refused: what is
     * not 1 to 100 characters of {@code a} to {@code z}, {@code 0} to {@code 9}, {@code -} and {@code _}, or does not begin with a letter or digit,
     * and the names of devices on Windows. Capital letters are refused because some file systems ignore their case.
     *
     * @param directory where the files are
     * @param key may come from a user
     * @return the path, whether or not there is such a file
     * @throws IllegalArgumentException if the key is refused; the message does not contain the key
     */
    public static Path file(Path directory, String key) {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(key, "key");
        FileKeys.check(key);
        return directory.resolve(key + ".db");
    }

    /**
     * Lends a database to a function until the stage that the function returns has completed.
     *
     * @param key which database
     * @param work gets the database, which it must not close; runs on the callback executor
     * @return the value of the stage. Fails as {@link #lease} does. A cancel cancels the stage
     * @param <T> type of the result
     */
    public <T extends @Nullable Object> CompletableFuture<T> withDatabase(
            K key, Function<? super AsyncSqlite, ? extends CompletionStage<T>> work) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(work, "work");
        return databases.withDatabase(key, work);
    }

    /**
     * Keeps a database open until the lease is closed, for code that cannot be the function of {@link #withDatabase}, and for code that waits:
     *
     * <pre>{@code
     * try (SqliteLease lease = customers.lease(customer).join()) {
     *     return lease.database()
     *             .blocking()
     *             .query("SELECT count(*) FROM note")
     *             .mapTo(Long.class)
     *             .one();
     * }
     * }</pre>
     *
     * @param key which database
     * @return the lease. Fails with what {@link AsyncSqlite#open(SqliteOptions)}, the function of the options or the initialization fail with; with
     *     {@link OperationTimeoutException} after {@link Builder#leaseTimeout}, and {@link DatabaseClosedException} if the registry is closed. A
     *     cancel before it has completed gives up the lease
     */
    public CompletableFuture<SqliteLease> lease(K key) {
        return databases.lease(Objects.requireNonNull(key, "key"));
    }

    /**
     * Returns what the registry is doing now.
     *
     * @return a snapshot
     */
    public RegistryStats stats() {
        return databases.stats();
    }

    /**
     * Refuses new leases, fails the callers that wait, closes all databases as {@link AsyncSqlite#close()} does, leased or not, and waits for the
     * end of that. Does nothing if already closed.
     *
     * @throws DatabaseThreadException if called on a thread of a database, which is that of a {@link ConnectionWork}: it would wait for itself
     */
    @Override
    public void close() {
        databases.closeAndWait();
    }

    /**
     * Closes as {@link #close()} does without blocking.
     *
     * @return completes when all databases are closed
     */
    public CompletableFuture<Void> closeAsync() {
        return databases.close();
    }

    /**
     * Collects options; {@link #build()} checks them. Not thread-safe.
     *
     * @param <K> type of the keys
     */
    public static final class Builder<K> {

        private final Function<? super K, SqliteOptions> databases;
        private int maxOpen = 200;
        private Duration idleTime = Duration.ofMinutes(10);
        private Duration leaseTimeout = Duration.ofSeconds(30);
        private Function<? super AsyncSqlite, ? extends CompletionStage<?>> initialization =
                database -> CompletableFuture.completedFuture(database);
        private Executor callbackExecutor = SqliteOptions.memory().build().callbackExecutor();

        private Builder(Function<? super K, SqliteOptions> databases) {
            this.databases = databases;
        }

        /**
         * Sets how many databases may be open, those included that are being opened or closed. Each has at least 3 threads and 5 descriptors of files.
         *
         * @param databases 1 to 100,000; default 200
         * @return this builder
         */
        public Builder<K> maxOpen(int databases) {
            this.maxOpen = databases;
            return this;
        }

        /**
         * Sets after which time without a lease a database is closed.
         *
         * @param time more than 0, at most 365 days; default 10 minutes
         * @return this builder
         */
        public Builder<K> idleTime(Duration time) {
            this.idleTime = Objects.requireNonNull(time, "time");
            return this;
        }

        /**
         * Sets how long a caller waits for a lease: for others to give theirs back, and for the opening and initialization.
         *
         * @param timeout more than 0, at most 365 days; default 30 s
         * @return this builder
         */
        public Builder<K> leaseTimeout(Duration timeout) {
            this.leaseTimeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /**
         * Sets what is done with each database after it was opened and before any caller gets it, such as {@code migrations::run}. If its stage fails,
         * the database is closed again, and the callers that wait get the failure.
         *
         * @param work runs on the callback executor; must not close the database. A stage that never completes keeps one place until the registry is
         *     closed
         * @return this builder
         */
        public Builder<K> initialization(Function<? super AsyncSqlite, ? extends CompletionStage<?>> work) {
            this.initialization = Objects.requireNonNull(work, "work");
            return this;
        }

        /**
         * Sets the executor that completes futures and runs the functions of {@link SqliteRegistry#withDatabase} and {@link #initialization}.
         *
         * @param executor any; default that of {@link SqliteOptions#callbackExecutor()}
         * @return this builder
         */
        public Builder<K> callbackExecutor(Executor executor) {
            this.callbackExecutor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Checks and builds.
         *
         * @return the registry, which has opened nothing yet
         * @throws IllegalArgumentException if a value is out of its range; the message names it
         */
        public SqliteRegistry<K> build() {
            return new SqliteRegistry<>(new OpenDatabases<>(options(), new SystemTimer()));
        }

        SqliteRegistry<K> build(Timer timer) {
            return new SqliteRegistry<>(new OpenDatabases<>(options(), timer));
        }

        private RegistryOptions<K> options() {
            return new RegistryOptions<>(databases, maxOpen, idleTime, leaseTimeout, initialization, callbackExecutor);
        }
    }
}
