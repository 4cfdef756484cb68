package io.asyncsqlite;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What database to open and how. Immutable; build one with {@link #file(Path)}, {@link #memory()} or {@link #cluster}.
 *
 * <pre>{@code
 * SqliteOptions options = SqliteOptions.file(file)
 *         .queueTimeout(Duration.ofSeconds(1))
 *         .transactionTimeout(Duration.ofSeconds(5))
 *         .logStatements(StatementLog.SQL)
 *         .build();
 * }</pre>
 */
public final class SqliteOptions extends ExtensionOptions {

    private SqliteOptions(OptionValues values) {
        super(values);
    }

    /**
     * Starts with the defaults for a database file, which is created, for its owner only, if it does not exist.
     *
     * @param file path of the file, whose directory must exist
     * @return a builder
     */
    public static Builder file(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return new Builder(new OptionValues(absolute, String.valueOf(absolute.getFileName())));
    }

    /**
     * Starts with the defaults for an empty database in memory.
     *
     * @return a builder
     */
    public static Builder memory() {
        return new Builder(new OptionValues(null, "memory"));
    }

    /**
     * Starts with the defaults for a database in a cluster of servers. A preview: it may change in any version. It needs the artifact {@code
     * asyncsqlite-dqlite}.
     *
     * @param location where it is
     * @return a builder
     */
    public static Builder cluster(ClusterLocation location) {
        OptionValues values = new OptionValues(null, location.database());
        values.cluster = location;
        return new Builder(values);
    }

    /**
     * Returns the database file.
     *
     * @return its absolute path, or null for a database in memory or in a cluster
     */
    public @Nullable Path file() {
        return values.file;
    }

    /**
     * Returns the cluster that has the database.
     *
     * @return where it is, or null for a database in a file or in memory
     */
    public @Nullable ClusterLocation cluster() {
        return values.cluster;
    }

    /**
     * Tells whether the database is in the memory of this program only.
     *
     * @return whether it is neither in a file nor in a cluster
     */
    public boolean inMemory() {
        return values.file == null && values.cluster == null;
    }

    /**
     * Returns the name that threads, messages and metrics carry.
     *
     * @return the name; default the file name, {@code memory}, or the name of the database in a cluster
     */
    public String name() {
        return values.name;
    }

    /**
     * Returns how SQLite is called.
     *
     * @return the choice; default AUTO
     */
    public EngineChoice engine() {
        return values.engine;
    }

    /**
     * Returns the journal mode.
     *
     * @return the mode; default WAL
     */
    public JournalMode journalMode() {
        return values.journalMode;
    }

    /**
     * Returns when SQLite waits for the disk. With a rollback journal FULL takes effect as EXTRA.
     *
     * @return the setting; default FULL
     */
    public Synchronous synchronous() {
        return values.synchronous;
    }

    /**
     * Returns whether the answer of a read waits until every commit that the read saw is on the disk.
     *
     * @return whether it waits
     */
    public boolean readsWaitForFlush() {
        return values.readsWaitForFlush;
    }

    /**
     * Returns whether foreign keys are enforced.
     *
     * @return whether they are; default true
     */
    public boolean foreignKeys() {
        return values.foreignKeys;
    }

    /**
     * Returns whether the database is only read.
     *
     * @return whether it is; default false; true if it is {@link #immutable()}
     */
    public boolean readOnly() {
        return values.readOnly || values.immutable;
    }

    /**
     * Returns whether the file is taken for one that no program changes.
     *
     * @return whether it is; default false
     */
    public boolean immutable() {
        return values.immutable;
    }

    /**
     * Returns whether opening fails if the file does not exist.
     *
     * @return whether it does; default false: the file is created
     */
    public boolean mustExist() {
        return values.mustExist;
    }

    /**
     * Returns the size of the pages of a new file.
     *
     * @return bytes, a power of two from 512 to 65536; default null: that of SQLite, 4096, or of the file
     */
    public @Nullable Integer pageSize() {
        return values.pageSize;
    }

    /**
     * Returns whether views, triggers and constraints may use every function.
     *
     * @return whether they may; default false
     */
    public boolean trustedSchema() {
        return values.trustedSchema;
    }

    /**
     * Returns whether SQL is refused that SQLite accepts only for old programs.
     *
     * @return whether it is; default false
     */
    public boolean strictSql() {
        return values.strictSql;
    }

    /**
     * Returns how long an operation waits for locks of other processes.
     *
     * @return 0 or more; default 5 s
     */
    public Duration busyTimeout() {
        return values.busyTimeout;
    }

    /**
     * Returns how many reading connections, each with a thread, run queries, lambdas and the beginnings of streams.
     *
     * @return at least 1; default the number of processors, at least 2, at most 8
     */
    public int readers() {
        return values.readers;
    }

    /**
     * Returns how many reading connections, each with a thread, may be lent to read-only transactions and to streams longer than their
     * first chunk, until these end. They are opened when needed, beside {@link #readers()}, so other reads have a connection, too.
     *
     * <p>If all are in use, a further read-only transaction fails at once with {@link ConnectionLimitException}. A further stream reads
     * the rows after its first chunk into memory, and fails so if they are more than about a megabyte.
     *
     * @return 1 to 1,024; default 64
     */
    public int streamConnections() {
        return values.streamConnections;
    }

    /**
     * Returns how many connections {@link AsyncSqlite#connect()} may have open, each with a thread. Then {@link ConnectionLimitException}.
     *
     * @return 1 to 10,000; default 64
     */
    public int maxConnections() {
        return values.maxConnections;
    }

    /**
     * Returns how many operations may wait in each queue.
     *
     * @return 1 to 10,000,000; default 10,000
     */
    public int queueCapacity() {
        return values.queueCapacity;
    }

    /**
     * Returns how many bytes of SQL and values may wait in each queue; an empty queue takes more. No operation runs while more results wait.
     *
     * @return 1 to 128 GiB; default 64 MiB, or an eighth of the largest heap if that is less
     */
    public long queueBytes() {
        return values.queueBytes;
    }

    /**
     * Returns how long a call may block its thread for a place in a full queue.
     *
     * @return 0 or more; default 0: it fails at once with {@link QueueFullException}
     */
    public Duration queueTimeout() {
        return values.queueTimeout;
    }

    /**
     * Returns the time that an operation has to wait, for its turn and for locks of other processes, and to run. An asynchronous
     * transaction waits for its turn that long, and then has {@link #transactionTimeout()}; a stream has it for each chunk of rows.
     *
     * @return more than 0; default 30 s
     */
    public Duration operationTimeout() {
        return values.operationTimeout;
    }

    /**
     * Returns the age at which an asynchronous transaction is rolled back.
     *
     * @return more than 0; default 10 s
     */
    public Duration transactionTimeout() {
        return values.transactionTimeout;
    }

    /**
     * Returns how long a stream waits for demand before it gives up its reading connection.
     *
     * @return more than 0; default 60 s
     */
    public Duration streamTimeout() {
        return values.streamTimeout;
    }

    /**
     * Returns how often the file is asked whether other processes have changed it, while queries are {@linkplain Query#observe observed}.
     *
     * @return 0 or more; default 0: never
     */
    public Duration watchInterval() {
        return values.watchInterval;
    }

    /**
     * Returns how long a read or write may run before it is logged and counted as slow. Its values are not logged.
     *
     * @return more than 0; default 250 ms
     */
    public Duration slowOperationTime() {
        return values.slowOperationTime;
    }

    /**
     * Returns what is logged of every operation that ends.
     *
     * @return the choice; default OFF
     */
    public StatementLog logStatements() {
        return values.logStatements;
    }

    /**
     * Returns the executor that runs completions, mappers and subscribers.
     *
     * @return the executor; by default one for all databases of the program, with a daemon thread for each processor, at least
     *     two, and further threads while callbacks block these
     */
    public Executor callbackExecutor() {
        return values.callbackExecutor;
    }

    /**
     * Starts with these options, to change some of them.
     *
     * @return a builder
     */
    public Builder toBuilder() {
        return new Builder(values.forBuilder());
    }

    /** Shows the options. Of PRAGMAs only the names are shown: a value may be secret. */
    @Override
    public String toString() {
        return "SqliteOptions" + values;
    }

    /** Collects options; {@link #build()} checks them. Not thread-safe. */
    public static final class Builder extends OptionSetters {

        private Builder(OptionValues values) {
            super(values);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Checks and builds.
         *
         * @return the options
         * @throws IllegalArgumentException if a value is out of its range; the message names it
         */
        public SqliteOptions build() {
            values.check();
            return new SqliteOptions(values.copy());
        }
    }
}
