package io.asyncsqlite;

import io.asyncsqlite.internal.sql.PragmaSetting;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The methods of {@link SqliteOptions.Builder} that set one option each. */
abstract sealed class OptionSetters extends ExtensionSetters permits SqliteOptions.Builder {

    OptionSetters(OptionValues values) {
        super(values);
    }

    /**
     * Sets the name that threads, messages and metrics carry.
     *
     * @param name not blank
     * @return this
     */
    public SqliteOptions.Builder name(String name) {
        values.name = Objects.requireNonNull(name, "name");
        return self();
    }

    /**
     * Sets how SQLite is called.
     *
     * @param engine the choice
     * @return this
     */
    public SqliteOptions.Builder engine(EngineChoice engine) {
        values.engine = Objects.requireNonNull(engine, "engine");
        return self();
    }

    /**
     * Sets the journal mode. A file that has another one is changed, for all programs that open it, and one INFO line says so; {@link
     * JournalMode#KEEP} leaves it. Ignored in memory, where SQLite has a mode of its own, and with {@link SqliteOptions.Builder#readOnly readOnly}.
     *
     * @param journalMode the mode
     * @return this
     */
    public SqliteOptions.Builder journalMode(JournalMode journalMode) {
        values.journalMode = Objects.requireNonNull(journalMode, "journalMode");
        return self();
    }

    /**
     * Sets when SQLite waits for the disk. With a rollback journal FULL takes effect as EXTRA, because only EXTRA keeps every
     * acknowledged commit there.
     *
     * @param synchronous the setting
     * @return this
     */
    public SqliteOptions.Builder synchronous(Synchronous synchronous) {
        values.synchronous = Objects.requireNonNull(synchronous, "synchronous");
        return self();
    }

    /**
     * Sets whether the answer of a read waits until every commit that the read saw is on the disk. Transactions that wait together share
     * one flush of the write-ahead log, so a read beside them can see a commit that a power loss would still take. Its answer is then held
     * until the flush, most often for less than 2 milliseconds. Off, the answer comes at once, and after a power loss the database may not
     * hold what it showed. Answers of writes wait in any case. Has an effect only with a write-ahead log and {@link Synchronous#FULL} or
     * {@link Synchronous#EXTRA}.
     *
     * @param readsWaitForFlush whether it waits; default true
     * @return this
     */
    public SqliteOptions.Builder readsWaitForFlush(boolean readsWaitForFlush) {
        values.readsWaitForFlush = readsWaitForFlush;
        return self();
    }

    /**
     * Sets whether foreign keys are enforced.
     *
     * @param foreignKeys whether they are
     * @return this
     */
    public SqliteOptions.Builder foreignKeys(boolean foreignKeys) {
        values.foreignKeys = foreignKeys;
        return self();
    }

    /**
     * Sets whether the database is only read. The file is neither created nor changed, and no file beside it remains once the
     * database is closed. A statement that writes fails with {@link InvalidStatementException} before anything runs. The file
     * must exist and needs no permission to write. A file whose journal mode is WAL can be read if the program that writes it has
     * it open, or if SQLite may create files beside it while it is read; else see {@link SqliteOptions.Builder#immutable
     * immutable}.
     *
     * @param readOnly whether it is
     * @return this
     * @see <a href="https://www.sqlite.org/wal.html#read_only_databases">Read-only databases</a>
     */
    public SqliteOptions.Builder readOnly(boolean readOnly) {
        values.readOnly = readOnly;
        return self();
    }

    /**
     * Sets whether the file is taken for one that no program changes, as on a medium that can only be read. Implies {@link
     * SqliteOptions.Builder#readOnly readOnly}. SQLite then uses no locks and creates nothing. If a program writes the file all the same, queries
     * give wrong results or fail.
     *
     * @param immutable whether it is
     * @return this
     * @see <a href="https://www.sqlite.org/uri.html#uriimmutable">immutable</a>
     */
    public SqliteOptions.Builder immutable(boolean immutable) {
        values.immutable = immutable;
        return self();
    }

    /**
     * Sets whether opening fails, with {@link DatabaseOpenException.Reason#MISSING_FILE}, if the file does not exist.
     *
     * @param mustExist whether it does; else the file is created
     * @return this
     */
    public SqliteOptions.Builder mustExist(boolean mustExist) {
        values.mustExist = mustExist;
        return self();
    }

    /**
     * Sets the size of the pages of a new database. Opening a file that has pages of another size fails with
     * {@link DatabaseOpenException.Reason#SETTING_REFUSED}.
     *
     * @param pageSize bytes, a power of two from 512 to 65536; null for SQLite's default or what the file has
     * @return this
     * @see <a href="https://www.sqlite.org/pragma.html#pragma_page_size">PRAGMA page_size</a>
     */
    public SqliteOptions.Builder pageSize(@Nullable Integer pageSize) {
        values.pageSize = pageSize;
        return self();
    }

    /**
     * Sets whether views, triggers, CHECK constraints, defaults, generated columns and indexes of the file may use functions that are not known
     * to be harmless, such as {@code stdev} of sqlite-jdbc. A query of a hostile file could call them. Without it a statement that needs one fails
     * with "unsafe use of".
     *
     * @param trustedSchema whether they may
     * @return this
     * @see <a href="https://www.sqlite.org/pragma.html#pragma_trusted_schema">PRAGMA trusted_schema</a>
     */
    public SqliteOptions.Builder trustedSchema(boolean trustedSchema) {
        values.trustedSchema = trustedSchema;
        return self();
    }

    /**
     * Sets whether SQL is refused that SQLite accepts only for old programs. Then a misspelt column in double quotes is an error
     * and not a string, and statements that can damage the file, such as {@code PRAGMA writable_schema}, have no effect or fail.
     * Needs the foreign engine: where SQLite is called through JNI opening fails with {@link
     * DatabaseOpenException.Reason#NO_FOREIGN_ENGINE}. Views and triggers made elsewhere with strings in double quotes fail, too.
     *
     * @param strictSql whether it is
     * @return this
     * @see <a href="https://www.sqlite.org/quirks.html#dblquote">Double-quoted string literals are accepted</a>
     * @see <a href="https://www.sqlite.org/c3ref/c_dbconfig_defensive.html">SQLITE_DBCONFIG_DEFENSIVE</a>
     */
    public SqliteOptions.Builder strictSql(boolean strictSql) {
        values.strictSql = strictSql;
        return self();
    }

    /**
     * Has every connection set a PRAGMA when it is opened, in the order of these calls, in place of an earlier value of the same
     * one. Afterwards SQLite must answer with that value, or opening fails with {@link DatabaseOpenException}. {@code
     * auto_vacuum} is that of a new file; opening an existing one that has another fails.
     *
     * @param name name of a PRAGMA that is a setting of a connection, such as {@code recursive_triggers}, and that no other option sets
     * @param value a word, a number with or without a sign, or a text in single quotes
     * @return this
     * @throws IllegalArgumentException if SQLite has no such PRAGMA, it is none of these, or the value has another form
     * @see <a href="https://www.sqlite.org/pragma.html">PRAGMA statements</a>
     */
    public SqliteOptions.Builder pragma(String name, String value) {
        PragmaSetting setting =
                PragmaSetting.of(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
        values.pragmas.put(setting.pragma().pragmaName(), setting.value());
        return self();
    }

    /**
     * Sets how long an operation, or opening the database, waits for locks of other processes.
     *
     * @param busyTimeout 0 to 24 days
     * @return this
     */
    public SqliteOptions.Builder busyTimeout(Duration busyTimeout) {
        values.busyTimeout = Objects.requireNonNull(busyTimeout, "busyTimeout");
        return self();
    }

    /**
     * Sets how many reading connections run queries, lambdas and the beginnings of streams.
     *
     * @param readers 1 to 64
     * @return this
     */
    public SqliteOptions.Builder readers(int readers) {
        values.readers = readers;
        return self();
    }

    /**
     * Sets how many reading connections may be lent to streams and read-only transactions, on top of {@link SqliteOptions.Builder#readers readers}.
     *
     * @param streamConnections 1 to 1,024
     * @return this
     */
    public SqliteOptions.Builder streamConnections(int streamConnections) {
        values.streamConnections = streamConnections;
        return self();
    }

    /**
     * Sets how many connections {@link AsyncSqlite#connect()} may have open at a time.
     *
     * @param maxConnections 1 to 10,000
     * @return this
     */
    public SqliteOptions.Builder maxConnections(int maxConnections) {
        values.maxConnections = maxConnections;
        return self();
    }

    /**
     * Sets how many operations may wait in each queue.
     *
     * @param queueCapacity 1 to 10,000,000
     * @return this
     */
    public SqliteOptions.Builder queueCapacity(int queueCapacity) {
        values.queueCapacity = queueCapacity;
        return self();
    }

    /**
     * Sets how many bytes of SQL and values may wait in each queue, and how many bytes of results for the callback executor.
     *
     * @param queueBytes 1 to 128 GiB
     * @return this
     */
    public SqliteOptions.Builder queueBytes(long queueBytes) {
        values.queueBytes = queueBytes;
        return self();
    }

    /**
     * Sets how long a call may block its thread for a place in a full queue: for programs that produce faster than the disk, not for event loops.
     *
     * @param queueTimeout 0 to 365 days; 0 fails at once
     * @return this
     */
    public SqliteOptions.Builder queueTimeout(Duration queueTimeout) {
        values.queueTimeout = Objects.requireNonNull(queueTimeout, "queueTimeout");
        return self();
    }

    /**
     * Sets the time that an operation has to wait and to run, unless {@link AsyncSqlite#withTimeout} gives it another.
     *
     * @param operationTimeout more than 0
     * @return this
     */
    public SqliteOptions.Builder operationTimeout(Duration operationTimeout) {
        values.operationTimeout = Objects.requireNonNull(operationTimeout, "operationTimeout");
        return self();
    }

    /**
     * Sets the age at which an asynchronous transaction is rolled back.
     *
     * @param transactionTimeout more than 0
     * @return this
     */
    public SqliteOptions.Builder transactionTimeout(Duration transactionTimeout) {
        values.transactionTimeout = Objects.requireNonNull(transactionTimeout, "transactionTimeout");
        return self();
    }

    /**
     * Sets how long a stream waits for demand.
     *
     * @param streamTimeout more than 0
     * @return this
     */
    public SqliteOptions.Builder streamTimeout(Duration streamTimeout) {
        values.streamTimeout = Objects.requireNonNull(streamTimeout, "streamTimeout");
        return self();
    }

    /**
     * Sets how often to ask whether another process has changed the file, while queries are {@linkplain Query#observe observed}.
     *
     * @param watchInterval 0 to 365 days; 0 never asks
     * @return this
     */
    public SqliteOptions.Builder watchInterval(Duration watchInterval) {
        values.watchInterval = Objects.requireNonNull(watchInterval, "watchInterval");
        return self();
    }

    /**
     * Sets how long a read or write may run before it is logged at level INFO and counted as slow.
     *
     * @param slowOperationTime more than 0
     * @return this
     */
    public SqliteOptions.Builder slowOperationTime(Duration slowOperationTime) {
        values.slowOperationTime = Objects.requireNonNull(slowOperationTime, "slowOperationTime");
        return self();
    }

    /**
     * Sets what is logged of every operation that ends, at INFO by the logger {@code io.asyncsqlite.StatementLogger}.
     *
     * @param logStatements how much; {@link StatementLog#VALUES} shows values of users
     * @return this
     */
    public SqliteOptions.Builder logStatements(StatementLog logStatements) {
        values.logStatements = Objects.requireNonNull(logStatements, "logStatements");
        return self();
    }

    /**
     * Sets the executor that runs completions, mappers and subscribers. The database never shuts it down.
     *
     * @param callbackExecutor must run every task in the end: a task that it drops silently leaves futures incomplete. A task
     *     that it rejects, or would run on a database thread, gets a thread of its own
     * @return this
     */
    public SqliteOptions.Builder callbackExecutor(Executor callbackExecutor) {
        values.callbackExecutor = Objects.requireNonNull(callbackExecutor, "callbackExecutor");
        return self();
    }

    /**
     * Adds a listener.
     *
     * @param listener the listener
     * @return this
     */
    public SqliteOptions.Builder listener(SqliteListener listener) {
        values.listeners.add(Objects.requireNonNull(listener, "listener"));
        return self();
    }

    /**
     * Sets the tracer that follows each operation to its end, in place of an earlier one.
     *
     * @param tracer the tracer
     * @return this
     */
    public SqliteOptions.Builder tracer(OperationTracer tracer) {
        values.tracer = Objects.requireNonNull(tracer, "tracer");
        return self();
    }
}
