package io.asyncsqlite;

import io.asyncsqlite.codec.Codec;
import io.asyncsqlite.sql.Pragma;
import io.asyncsqlite.sql.PragmaSetting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What database to open and how. Immutable; build one with {@link #file(Path)} or {@link #memory()}. */
public final class SqliteOptions {

    private static final Duration LONGEST = Duration.ofDays(365);

    private final @Nullable Path file;
    private final String name;
    private final EngineChoice engine;
    private final JournalMode journalMode;
    private final Synchronous synchronous;
    private final boolean foreignKeys;
    private final boolean readOnly;
    private final boolean immutable;
    private final boolean mustExist;
    private final @Nullable Integer pageSize;
    private final boolean trustedSchema;
    private final boolean strictSql;
    private final List<PragmaSetting> pragmas;
    private final Duration busyTimeout;
    private final int readers;
    private final int streamConnections;
    private final int maxConnections;
    private final int queueCapacity;
    private final long queueBytes;
    private final Duration queueTimeout;
    private final Duration operationTimeout;
    private final Duration transactionTimeout;
    private final Duration streamTimeout;
    private final Duration slowOperationTime;
    private final Executor callbackExecutor;
    private final List<Codec<?>> codecs;
    private final List<SqliteListener> listeners;
    private final @Nullable OperationTracer tracer;

    private SqliteOptions(Builder builder) {
        this.file = builder.file;
        this.name = builder.name;
        this.engine = builder.engine;
        this.journalMode = builder.journalMode;
        this.synchronous = builder.synchronous;
        this.foreignKeys = builder.foreignKeys;
        this.readOnly = builder.readOnly || builder.immutable;
        this.immutable = builder.immutable;
        this.mustExist = builder.mustExist;
        this.pageSize = builder.pageSize;
        this.trustedSchema = builder.trustedSchema;
        this.strictSql = builder.strictSql;
        this.pragmas = List.copyOf(builder.pragmas.values());
        this.busyTimeout = builder.busyTimeout;
        this.readers = builder.readers;
        this.streamConnections = builder.streamConnections;
        this.maxConnections = builder.maxConnections;
        this.queueCapacity = builder.queueCapacity;
        this.queueBytes = builder.queueBytes;
        this.queueTimeout = builder.queueTimeout;
        this.operationTimeout = builder.operationTimeout;
        this.transactionTimeout = builder.transactionTimeout;
        this.streamTimeout = builder.streamTimeout;
        this.slowOperationTime = builder.slowOperationTime;
        this.callbackExecutor = builder.callbackExecutor;
        this.codecs = List.copyOf(builder.codecs);
        this.listeners = List.copyOf(builder.listeners);
        this.tracer = builder.tracer;
    }

    /**
     * Starts with the defaults for a database file, which is created, for its owner only, if it does not exist.
     *
     * @param file path of the file, whose directory must exist
     * @return a builder
     */
    public static Builder file(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return new Builder(absolute, String.valueOf(absolute.getFileName()));
    }

    /**
     * Starts with the defaults for an empty database in memory.
     *
     * @return a builder
     */
    public static Builder memory() {
        return new Builder(null, "memory");
    }

    /**
     * Returns the database file.
     *
     * @return its absolute path, or null for a database in memory
     */
    public @Nullable Path file() {
        return file;
    }

    /**
     * Returns the name that threads, messages and metrics carry.
     *
     * @return the name; default the file name, or {@code memory}
     */
    public String name() {
        return name;
    }

    /**
     * Returns how SQLite is called.
     *
     * @return the choice; default AUTO
     */
    public EngineChoice engine() {
        return engine;
    }

    /**
     * Returns the journal mode.
     *
     * @return the mode; default WAL
     */
    public JournalMode journalMode() {
        return journalMode;
    }

    /**
     * Returns when SQLite waits for the disk. With a rollback journal FULL takes effect as EXTRA.
     *
     * @return the setting; default FULL
     */
    public Synchronous synchronous() {
        return synchronous;
    }

    /**
     * Returns whether foreign keys are enforced.
     *
     * @return whether they are; default true
     */
    public boolean foreignKeys() {
        return foreignKeys;
    }

    /**
     * Returns whether the database is only read.
     *
     * @return whether it is; default false; true if it is {@link #immutable()}
     */
    public boolean readOnly() {
        return readOnly;
    }

    /**
     * Returns whether the file is taken for one that no program changes.
     *
     * @return whether it is; default false
     */
    public boolean immutable() {
        return immutable;
    }

    /**
     * Returns whether opening fails if the file does not exist.
     *
     * @return whether it does; default false: the file is created
     */
    public boolean mustExist() {
        return mustExist;
    }

    /**
     * Returns the size of the pages of a new file.
     *
     * @return bytes, a power of two from 512 to 65536; default null: that of SQLite, 4096, or of the file
     */
    public @Nullable Integer pageSize() {
        return pageSize;
    }

    /**
     * Returns whether views, triggers and constraints may use every function.
     *
     * @return whether they may; default false
     */
    public boolean trustedSchema() {
        return trustedSchema;
    }

    /**
     * Returns whether SQL is refused that SQLite takes for old programs' sake.
     *
     * @return whether it is; default false
     */
    public boolean strictSql() {
        return strictSql;
    }

    /**
     * Returns how long an operation waits for locks of other processes.
     *
     * @return 0 or more; default 5 s
     */
    public Duration busyTimeout() {
        return busyTimeout;
    }

    /**
     * Returns how many reading connections, each with a thread, run queries, lambdas and the beginnings of streams.
     *
     * @return at least 1; default the number of processors, at least 2, at most 8
     */
    public int readers() {
        return readers;
    }

    /**
     * Returns how many reading connections, each with a thread, may be lent to streams that are longer than their first chunk and to read-only
     * transactions, which keep theirs until they end. They come on top of {@link #readers()}, and are opened when they are needed. So however many
     * consumers are slow, or run queries for the rows that they get, other reads have a connection.
     *
     * <p>A read-only transaction beyond them fails at once with {@link ConnectionLimitException}. A stream does if the rows after its first chunk
     * are more than about a megabyte; fewer are read into memory.
     *
     * @return 1 to 1,024; default 64
     */
    public int streamConnections() {
        return streamConnections;
    }

    /**
     * Returns how many connections {@link AsyncSqlite#connect()} may have open at a time, each with a thread. One more fails at once with
     * {@link ConnectionLimitException}.
     *
     * @return 1 to 10,000; default 64
     */
    public int maxConnections() {
        return maxConnections;
    }

    /**
     * Returns how many operations may wait in each queue.
     *
     * @return 1 to 10,000,000; default 10,000
     */
    public int queueCapacity() {
        return queueCapacity;
    }

    /**
     * Returns how many bytes of SQL and values may wait in each queue. A larger operation is accepted by an empty queue. While results of
     * as many bytes wait for the callback executor, no further operation is run.
     *
     * @return 1 to 128 GiB; default 64 MiB, or an eighth of the largest heap if that is less
     */
    public long queueBytes() {
        return queueBytes;
    }

    /**
     * Returns how long a call may block its thread for a place in a full queue.
     *
     * @return 0 or more; default 0: it fails at once with {@link QueueFullException}
     */
    public Duration queueTimeout() {
        return queueTimeout;
    }

    /**
     * Returns the time that an operation has to wait, for its turn and for locks of other processes, and to run. An asynchronous
     * transaction waits for its turn that long, and then has {@link #transactionTimeout()}; a stream has it for each chunk of rows.
     *
     * @return more than 0; default 30 s
     */
    public Duration operationTimeout() {
        return operationTimeout;
    }

    /**
     * Returns the age at which an asynchronous transaction is rolled back.
     *
     * @return more than 0; default 10 s
     */
    public Duration transactionTimeout() {
        return transactionTimeout;
    }

    /**
     * Returns how long a stream waits for demand before it gives up its reading connection.
     *
     * @return more than 0; default 60 s
     */
    public Duration streamTimeout() {
        return streamTimeout;
    }

    /**
     * Returns how long a read or write may run before it is logged and counted as slow. Its values are not logged.
     *
     * @return more than 0; default 250 ms
     */
    public Duration slowOperationTime() {
        return slowOperationTime;
    }

    /**
     * Returns what runs completions, mappers and subscribers.
     *
     * @return the executor; by default one for all databases of the program, with a daemon thread for each processor, at least two, and further
     *     ones while callbacks block those
     */
    public Executor callbackExecutor() {
        return callbackExecutor;
    }

    /**
     * Returns the PRAGMAs that every connection sets when it is opened.
     *
     * @return their values by their names, in the order in which they are set; default none
     */
    public Map<String, String> pragmas() {
        Map<String, String> values = new LinkedHashMap<>();
        pragmas.forEach(setting -> values.put(setting.pragma().pragmaName(), setting.value()));
        return Collections.unmodifiableMap(values);
    }

    /** Returns them in the order given, but the size of pages first: SQLite fixes it when it writes another property of a new file. */
    List<PragmaSetting> pragmaSettings() {
        return pragmas.stream()
                .sorted(Comparator.comparing(setting -> setting.pragma() != Pragma.PAGE_SIZE))
                .toList();
    }

    List<Codec<?>> codecs() {
        return codecs;
    }

    List<SqliteListener> listeners() {
        return listeners;
    }

    @Nullable
    OperationTracer tracer() {
        return tracer;
    }

    /** Collects options; {@link #build()} checks them. Not thread-safe. */
    public static final class Builder {

        /** Small enough for the two queues, the results and the largest transaction of a program with a small heap. */
        private static final long DEFAULT_QUEUE_BYTES =
                Math.max(1L << 20, Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8));

        private final @Nullable Path file;
        private String name;
        private EngineChoice engine = EngineChoice.AUTO;
        private JournalMode journalMode = JournalMode.WAL;
        private Synchronous synchronous = Synchronous.FULL;
        private boolean foreignKeys = true;
        private boolean readOnly;
        private boolean immutable;
        private boolean mustExist;
        private @Nullable Integer pageSize;
        private boolean trustedSchema;
        private boolean strictSql;
        private final Map<Pragma, PragmaSetting> pragmas = new LinkedHashMap<>();
        private Duration busyTimeout = Duration.ofSeconds(5);
        private int readers = Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));
        private int streamConnections = 64;
        private int maxConnections = 64;
        private int queueCapacity = 10_000;
        private long queueBytes = DEFAULT_QUEUE_BYTES;
        private Duration queueTimeout = Duration.ZERO;
        private Duration operationTimeout = Duration.ofSeconds(30);
        private Duration transactionTimeout = Duration.ofSeconds(10);
        private Duration streamTimeout = Duration.ofSeconds(60);
        private Duration slowOperationTime = Duration.ofMillis(250);
        private Executor callbackExecutor = CallbackPool.shared();
        private final List<Codec<?>> codecs = new ArrayList<>();
        private final List<SqliteListener> listeners = new ArrayList<>();
        private @Nullable OperationTracer tracer;

        private Builder(@Nullable Path file, String name) {
            this.file = file;
            this.name = name;
        }

        /**
         * Sets the name that threads, messages and metrics carry.
         *
         * @param name not blank
         * @return this
         */
        public Builder name(String name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets how SQLite is called.
         *
         * @param engine the choice
         * @return this
         */
        public Builder engine(EngineChoice engine) {
            this.engine = Objects.requireNonNull(engine, "engine");
            return this;
        }

        /**
         * Sets the journal mode. A file that has another one is changed, for all programs that open it, and one INFO line says so;
         * {@link JournalMode#KEEP} leaves it. Ignored in memory, where SQLite has a mode of its own, and with {@link #readOnly}.
         *
         * @param journalMode the mode
         * @return this
         */
        public Builder journalMode(JournalMode journalMode) {
            this.journalMode = Objects.requireNonNull(journalMode, "journalMode");
            return this;
        }

        /**
         * Sets when SQLite waits for the disk. With a rollback journal FULL takes effect as EXTRA: no less keeps what was acknowledged.
         *
         * @param synchronous the setting
         * @return this
         */
        public Builder synchronous(Synchronous synchronous) {
            this.synchronous = Objects.requireNonNull(synchronous, "synchronous");
            return this;
        }

        /**
         * Sets whether foreign keys are enforced.
         *
         * @param foreignKeys whether they are
         * @return this
         */
        public Builder foreignKeys(boolean foreignKeys) {
            this.foreignKeys = foreignKeys;
            return this;
        }

        /**
         * Sets whether the database is only read. Nothing is created or changed, neither the file nor, once the database is closed, what is
         * beside it; a statement that writes fails with {@link InvalidStatementException} before anything runs. The file must exist and needs no
         * permission to write. A file whose journal mode is WAL can be read if the program that writes it has it open, or if SQLite may create
         * files beside it while it is read; else see {@link #immutable}.
         *
         * @param readOnly whether it is
         * @return this
         * @see <a href="https://www.sqlite.org/wal.html#read_only_databases">Read-only databases</a>
         */
        public Builder readOnly(boolean readOnly) {
            this.readOnly = readOnly;
            return this;
        }

        /**
         * Sets whether the file is taken for one that no program changes, as on a medium that can only be read. Implies {@link #readOnly}. SQLite
         * then uses no locks and creates nothing. If a program writes the file all the same, queries give wrong results or fail.
         *
         * @param immutable whether it is
         * @return this
         * @see <a href="https://www.sqlite.org/uri.html#uriimmutable">immutable</a>
         */
        public Builder immutable(boolean immutable) {
            this.immutable = immutable;
            return this;
        }

        /**
         * Sets whether opening fails, with {@link DatabaseOpenException.Reason#MISSING_FILE}, if the file does not exist.
         *
         * @param mustExist whether it does; else the file is created
         * @return this
         */
        public Builder mustExist(boolean mustExist) {
            this.mustExist = mustExist;
            return this;
        }

        /**
         * Sets the size of the pages of a new database. Opening a file that has pages of another size fails with
         * {@link DatabaseOpenException.Reason#SETTING_REFUSED}.
         *
         * @param pageSize bytes, a power of two from 512 to 65536; null for SQLite's default or what the file has
         * @return this
         * @see <a href="https://www.sqlite.org/pragma.html#pragma_page_size">PRAGMA page_size</a>
         */
        public Builder pageSize(@Nullable Integer pageSize) {
            this.pageSize = pageSize;
            return this;
        }

        /**
         * Sets whether views, triggers, CHECK constraints, defaults, generated columns and indexes of the file may use functions that are not
         * known to be harmless, as those are that sqlite-jdbc adds, such as {@code stdev}. A file from somebody else could call them behind the
         * back of a harmless query. Without it a statement that needs one fails with "unsafe use of".
         *
         * @param trustedSchema whether they may
         * @return this
         * @see <a href="https://www.sqlite.org/pragma.html#pragma_trusted_schema">PRAGMA trusted_schema</a>
         */
        public Builder trustedSchema(boolean trustedSchema) {
            this.trustedSchema = trustedSchema;
            return this;
        }

        /**
         * Sets whether SQL is refused that SQLite takes for old programs' sake: a misspelt column in double quotes is an error and no string,
         * and statements that can damage the file, such as {@code PRAGMA writable_schema}, have no effect or fail. Needs the foreign engine:
         * where SQLite is called through JNI opening fails with {@link DatabaseOpenException.Reason#NO_FOREIGN_ENGINE}. Views and triggers made
         * elsewhere with strings in double quotes fail, too.
         *
         * @param strictSql whether it is
         * @return this
         * @see <a href="https://www.sqlite.org/quirks.html#dblquote">Double-quoted string literals are accepted</a>
         * @see <a href="https://www.sqlite.org/c3ref/c_dbconfig_defensive.html">SQLITE_DBCONFIG_DEFENSIVE</a>
         */
        public Builder strictSql(boolean strictSql) {
            this.strictSql = strictSql;
            return this;
        }

        /**
         * Has every connection set a PRAGMA when it is opened, in the order of these calls, in place of an earlier value of the same one. What SQLite
         * says of the value afterwards must be that value, or the database is not opened: {@link DatabaseOpenException}. {@code auto_vacuum} is that
         * of a new file; an existing one that has another is not opened.
         *
         * @param name name of a PRAGMA that is a setting of a connection, such as {@code recursive_triggers}, and that no other option sets
         * @param value a word, a number with or without a sign, or a text in single quotes
         * @return this
         * @throws IllegalArgumentException if SQLite has no such PRAGMA, it is none of these, or the value has another form
         * @see <a href="https://www.sqlite.org/pragma.html">PRAGMA statements</a>
         */
        public Builder pragma(String name, String value) {
            PragmaSetting setting =
                    PragmaSetting.of(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            pragmas.put(setting.pragma(), setting);
            return this;
        }

        /**
         * Sets how long an operation, or opening the database, waits for locks of other processes.
         *
         * @param busyTimeout 0 to 24 days
         * @return this
         */
        public Builder busyTimeout(Duration busyTimeout) {
            this.busyTimeout = Objects.requireNonNull(busyTimeout, "busyTimeout");
            return this;
        }

        /**
         * Sets how many reading connections run queries, lambdas and the beginnings of streams.
         *
         * @param readers 1 to 64
         * @return this
         */
        public Builder readers(int readers) {
            this.readers = readers;
            return this;
        }

        /**
         * Sets how many reading connections may be lent to streams and read-only transactions, on top of {@link #readers(int)}.
         *
         * @param streamConnections 1 to 1,024
         * @return this
         */
        public Builder streamConnections(int streamConnections) {
            this.streamConnections = streamConnections;
            return this;
        }

        /**
         * Sets how many connections {@link AsyncSqlite#connect()} may have open at a time.
         *
         * @param maxConnections 1 to 10,000
         * @return this
         */
        public Builder maxConnections(int maxConnections) {
            this.maxConnections = maxConnections;
            return this;
        }

        /**
         * Sets how many operations may wait in each queue.
         *
         * @param queueCapacity 1 to 10,000,000
         * @return this
         */
        public Builder queueCapacity(int queueCapacity) {
            this.queueCapacity = queueCapacity;
            return this;
        }

        /**
         * Sets how many bytes of SQL and values may wait in each queue, and how many bytes of results for the callback executor.
         *
         * @param queueBytes 1 to 128 GiB
         * @return this
         */
        public Builder queueBytes(long queueBytes) {
            this.queueBytes = queueBytes;
            return this;
        }

        /**
         * Sets how long a call may block its thread for a place in a full queue: a brake for programs that produce faster than the disk
         * takes, not for event loops.
         *
         * @param queueTimeout 0 to 365 days; 0 fails at once
         * @return this
         */
        public Builder queueTimeout(Duration queueTimeout) {
            this.queueTimeout = Objects.requireNonNull(queueTimeout, "queueTimeout");
            return this;
        }

        /**
         * Sets the time that an operation has to wait and to run, unless {@link AsyncSqlite#withTimeout} gives it another.
         *
         * @param operationTimeout more than 0
         * @return this
         */
        public Builder operationTimeout(Duration operationTimeout) {
            this.operationTimeout = Objects.requireNonNull(operationTimeout, "operationTimeout");
            return this;
        }

        /**
         * Sets the age at which an asynchronous transaction is rolled back.
         *
         * @param transactionTimeout more than 0
         * @return this
         */
        public Builder transactionTimeout(Duration transactionTimeout) {
            this.transactionTimeout = Objects.requireNonNull(transactionTimeout, "transactionTimeout");
            return this;
        }

        /**
         * Sets how long a stream waits for demand.
         *
         * @param streamTimeout more than 0
         * @return this
         */
        public Builder streamTimeout(Duration streamTimeout) {
            this.streamTimeout = Objects.requireNonNull(streamTimeout, "streamTimeout");
            return this;
        }

        /**
         * Sets how long a read or write may run before it is logged at level INFO and counted as slow.
         *
         * @param slowOperationTime more than 0
         * @return this
         */
        public Builder slowOperationTime(Duration slowOperationTime) {
            this.slowOperationTime = Objects.requireNonNull(slowOperationTime, "slowOperationTime");
            return this;
        }

        /**
         * Sets what runs completions, mappers and subscribers. Never shut down by the database.
         *
         * @param callbackExecutor should run all tasks in the end: one that it drops silently leaves futures incomplete. What it rejects, or
         *     would run on a database thread, gets a thread of its own
         * @return this
         */
        public Builder callbackExecutor(Executor callbackExecutor) {
            this.callbackExecutor = Objects.requireNonNull(callbackExecutor, "callbackExecutor");
            return this;
        }

        /**
         * Adds a codec, which takes precedence over earlier ones and the built-in ones.
         *
         * @param codec the codec
         * @return this
         */
        public Builder codec(Codec<?> codec) {
            codecs.add(Objects.requireNonNull(codec, "codec"));
            return this;
        }

        /**
         * Adds a listener.
         *
         * @param listener the listener
         * @return this
         */
        public Builder listener(SqliteListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Sets what follows each operation to its end, in place of what was set before.
         *
         * @param tracer the tracer
         * @return this
         */
        public Builder tracer(OperationTracer tracer) {
            this.tracer = Objects.requireNonNull(tracer, "tracer");
            return this;
        }

        /**
         * Checks and builds.
         *
         * @return the options
         * @throws IllegalArgumentException if a value is out of its range; the message names it
         */
        public SqliteOptions build() {
            require(!name.isBlank(), "name must not be blank");
            require(file != null || !(readOnly || immutable), "readOnly and immutable need a file");
            require(file != null || !mustExist, "mustExist needs a file");
            require(
                    pageSize == null || (pageSize >= 512 && pageSize <= 65_536 && Integer.bitCount(pageSize) == 1),
                    "pageSize must be a power of two from 512 to 65536, was " + pageSize);
            require(readers >= 1 && readers <= 64, "readers must be from 1 to 64, was " + readers);
            require(
                    streamConnections >= 1 && streamConnections <= 1024,
                    "streamConnections must be from 1 to 1024, was " + streamConnections);
            require(
                    maxConnections >= 1 && maxConnections <= 10_000,
                    "maxConnections must be from 1 to 10000, was " + maxConnections);
            require(
                    queueCapacity >= 1 && queueCapacity <= OperationQueue.MAX_CAPACITY,
                    "queueCapacity must be from 1 to 10000000, was " + queueCapacity);
            require(
                    queueBytes >= 1 && queueBytes <= OperationQueue.MAX_BYTES,
                    "queueBytes must be from 1 to 137438953472 (128 GiB), was " + queueBytes);
            require(
                    !busyTimeout.isNegative() && busyTimeout.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) <= 0,
                    "busyTimeout must be from 0 to 24 days, was " + busyTimeout);
            requireNotNegative("queueTimeout", queueTimeout);
            requireTimeout("operationTimeout", operationTimeout);
            requireTimeout("transactionTimeout", transactionTimeout);
            requireTimeout("streamTimeout", streamTimeout);
            requireTimeout("slowOperationTime", slowOperationTime);
            return new SqliteOptions(this);
        }
    }

    static void requireTimeout(String option, Duration value) {
        require(
                value.compareTo(Duration.ZERO) > 0 && value.compareTo(LONGEST) <= 0,
                option + " must be more than 0 and at most 365 days, was " + value);
    }

    static void requireNotNegative(String option, Duration value) {
        require(
                !value.isNegative() && value.compareTo(LONGEST) <= 0,
                option + " must be from 0 to 365 days, was " + value);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
