package io.asyncsqlite;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An open SQLite database whose operations do not block the caller. Thread-safe; one instance serves a whole program.
 *
 * <p>Writes run one after the other in the order accepted, and those that wait together share a COMMIT. Reads run beside them on
 * connections of their own (WAL). A read submitted after a write completed sees that write.
 *
 * <pre>{@code
 * try (AsyncSqlite db = AsyncSqlite.open(file)) {
 *     db.executeScript("CREATE TABLE IF NOT EXISTS note(id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
 *             .thenCompose(created -> db.execute("INSERT INTO note(body) VALUES (?)", "hi"))
 *             .thenCompose(inserted -> db.query("SELECT body FROM note")
 *                     .mapTo(String.class)
 *                     .list())
 *             .thenAccept(bodies -> System.out.println(bodies))
 *             .join();
 * }
 * }</pre>
 */
public interface AsyncSqlite extends AsyncOperations, AutoCloseable {

    /**
     * Opens a database file with the default options, creating it readable by its owner only if it does not exist.
     *
     * @param file path of the database file
     * @return the open database
     * @throws DatabaseOpenException if it cannot be opened
     */
    static AsyncSqlite open(Path file) {
        return open(SqliteOptions.file(file).build());
    }

    /**
     * Opens a database. Blocks until SQLite has opened and configured the writing connection.
     *
     * @param options what to open and how
     * @return the open database
     * @throws DatabaseOpenException if it cannot be opened
     */
    static AsyncSqlite open(SqliteOptions options) {
        return Provider.get().open(options);
    }

    /**
     * Opens an empty database in memory, which is gone when closed. One connection serves reads and writes.
     *
     * @return the open database
     * @throws DatabaseOpenException if it cannot be opened
     */
    static AsyncSqlite inMemory() {
        return open(SqliteOptions.memory().build());
    }

    /**
     * Puts a backup in the place of a database file that no program has open. Blocks while the backup is copied beside the file, checked by
     * {@code PRAGMA quick_check}, without CHECK constraints, and flushed to the disk. Then the copy replaces the file in one step. A database that is open in this program is
     * refused, and so is a file with a {@code -wal}, {@code -shm} or {@code -journal} beside it: another program has it open, or was killed. In
     * the second case open and close the database once, or move these files away. A file that another program has open with a rollback
     * journal is not detected.
     *
     * @param backup a database file that no program has open; it stays
     * @param database path of the database file, which need not exist; its directory must
     * @throws BackupException if the file was not restored; it is unchanged then
     */
    static void restore(Path backup, Path database) {
        Objects.requireNonNull(backup, "backup");
        Objects.requireNonNull(database, "database");
        Provider.get().restore(backup, database);
    }

    /**
     * Returns the name that threads, messages and metrics carry.
     *
     * @return {@link SqliteOptions#name()}
     */
    String name();

    /**
     * Tells whether values of a type can be bound and read.
     *
     * @param type a class
     * @return whether there is a codec for it, see {@link AsyncOperations}
     */
    boolean supports(Class<?> type);

    /**
     * Tells what this database can do that others cannot, so that a program asks before it fails. It depends on the engine and on where the database is,
     * and stays the same while it is open. A call that needs what is missing fails with {@link UnsupportedOperationException} or, if SQL says it, with
     * {@link StatementException}; the message names the capability. Any thread, also after closing.
     *
     * @return an immutable set
     */
    Set<Capability> capabilities();

    /**
     * Returns the time that each operation has to wait and to run.
     *
     * @return that of {@link #withTimeout}, or {@link SqliteOptions#operationTimeout()}
     */
    Duration timeout();

    /**
     * Returns a view of this database whose operations have another time to wait and to run than {@link SqliteOptions#operationTimeout()}.
     * Costs next to nothing; closing it closes the database.
     *
     * @param timeout more than 0, at most 365 days
     * @return the view
     * @throws IllegalArgumentException if {@code timeout} is out of its range
     */
    AsyncSqlite withTimeout(Duration timeout);

    /**
     * Returns this database for code that waits: on virtual threads, in scripts and in tests. Costs next to nothing.
     *
     * @return a view with the same verbs without futures, and the time of {@link #timeout()}
     */
    BlockingSqlite blocking();

    /**
     * Runs a function's operations as one transaction, as {@link #inTransaction(Function)} does, with the given mode.
     *
     * @param mode how; {@link TransactionMode#READ_ONLY} does not keep other writes waiting
     * @param work submits the operations and returns the stage whose completion ends the transaction; runs on the callback executor
     * @return the value of the stage, after the COMMIT. A cancel rolls back, and cancels the stage if that is a future made elsewhere,
     *     as of a coroutine
     * @param <T> type of the result
     */
    <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            TransactionMode mode, Function<? super Transaction, ? extends CompletionStage<T>> work);

    /**
     * Begins a transaction with {@link TransactionMode#IMMEDIATE}.
     *
     * @return the open transaction
     */
    default CompletableFuture<OpenTransaction> begin() {
        return begin(TransactionMode.IMMEDIATE);
    }

    /**
     * Begins a transaction that stays open until {@link OpenTransaction#commit()} or {@link OpenTransaction#rollback()}. It is
     * for code that cannot be the function of {@link #inTransaction(TransactionMode, Function)}; prefer the function. It costs no
     * thread and no connection of its own.
     *
     * <p>It waits for its turn, and for the lock, no longer than {@link #withTimeout} or {@link SqliteOptions#operationTimeout()}
     * say. From BEGIN on the transaction may last {@link SqliteOptions#transactionTimeout()}. Each of its operations has the
     * former time again, or the time of {@link Transaction#withTimeout}.
     *
     * @param mode how it takes its locks
     * @return the transaction when it is open, to be committed or rolled back. If the future is cancelled none is open
     */
    CompletableFuture<OpenTransaction> begin(TransactionMode mode);

    /**
     * Begins a transaction that has a name, as {@link #begin(TransactionMode)} does. The name appears in messages about its end,
     * and in those of operations that failed while they waited for it.
     *
     * @param mode how it takes its locks
     * @param name any text; need not be unique
     * @return the transaction when it is open
     */
    CompletableFuture<OpenTransaction> begin(TransactionMode mode, String name);

    /**
     * Runs synchronous work on a reading connection: all its queries see one snapshot. A statement in it that writes, also one that makes a
     * temporary table, is refused with {@link InvalidStatementException}.
     *
     * @param work runs on a database thread; must not wait for futures of this database
     * @return what it returns, null included
     * @param <T> type of the result
     */
    <T extends @Nullable Object> CompletableFuture<T> read(ConnectionWork<T> work);

    /**
     * Runs synchronous work on the writing connection in a transaction of its own: committed when it returns, rolled back when it
     * throws. Other writes wait for it.
     *
     * @param work runs on a database thread; must not wait for futures of this database
     * @return what it returns, null included, after the COMMIT
     * @param <T> type of the result
     */
    <T extends @Nullable Object> CompletableFuture<T> write(ConnectionWork<T> work);

    /**
     * Returns the long work on the file of this database: checks, statistics, checkpoints and VACUUM. Costs next to nothing.
     *
     * @return a view, whose work has one hour to wait and to run
     */
    Maintenance maintenance();

    /**
     * Returns the ways to move the whole content of this database, as bytes, files and dumps. Costs next to nothing.
     *
     * @return a view, whose methods have one hour
     */
    Contents contents();

    /**
     * Makes a backup with the default options, as {@link #backup(Path, BackupOptions)} does.
     *
     * @param target path of the file to be made; must not exist
     * @return the backup that was made
     */
    default CompletableFuture<BackupResult> backup(Path target) {
        return backup(target, BackupOptions.defaults());
    }

    /**
     * Makes a backup: one consistent state of the database, with every write that completed before this call, in a file of its own
     * that needs no other file. Reads and writes go on meanwhile; of the writes that complete meanwhile the copy has the first ones, or
     * none. A thread and a reading connection of its own make it. It pauses while others write, so that they keep most of their rate. Where SQLite is
     * called through JNI, for a compact copy and beside a read that lasts it does not pause, and the write-ahead log grows with each write until it ends.
     *
     * <p>In memory, and with a rollback journal, writes would disturb the copy or wait for it. There the writing connection makes
     * it in its turn, at full speed, and other operations wait.
     *
     * <p>The copy is made beside the target under a name of its own, for its owner only. It is renamed when it is complete and on
     * the disk. So there is never a part of a backup under the name of the target: not after an error, not after a kill. A
     * cancelled backup leaves nothing. Closing the database ends a running backup with {@link DatabaseClosedException}.
     *
     * @param target path of the file to be made; its directory must exist
     * @param options how to make it
     * @return the backup that was made; fails with {@link BackupException} if there is none
     * @see <a href="https://www.sqlite.org/backup.html">Using the SQLite Online Backup API</a>
     */
    CompletableFuture<BackupResult> backup(Path target, BackupOptions options);

    /**
     * Publishes the SQL that makes an equal database, with back-pressure: one statement each, with its semicolon, all of one state.
     * The sqlite3 shell runs them, written one after the other with line ends. {@link #executeScript} runs them too, unless a table is
     * virtual, which needs {@code PRAGMA writable_schema} as in the shell's own dump, or the encoding is not UTF-8, or {@code auto_vacuum} is on.
     * Nothing is read until subscribed. Where one connection serves all, and with a rollback journal, all is read at once. Signals arrive
     * on the callback executor; cancelling ends the dump. A subscriber that asks for nothing for {@link SqliteOptions#streamTimeout()} gets
     * {@link StreamExpiredException}.
     *
     * <p>In it are tables with their rows and rowids, virtual tables with their own tables, indexes, views, triggers, sequences,
     * the statistics in {@code sqlite_stat1}, {@code user_version}, {@code application_id}, the encoding and {@code auto_vacuum}.
     *
     * @return a publisher as Reactive Streams specify it
     * @see <a href="https://www.sqlite.org/cli.html#converting_an_entire_database_to_a_text_file">.dump</a>
     */
    Flow.Publisher<String> dump();

    /**
     * Publishes a large value with back-pressure, in pieces of at most 64 KiB, all of one snapshot. Nothing is read until subscribed. At most two
     * pieces are ahead of demand; where one connection serves all, and with a rollback journal, the value is read at once. Signals arrive on the
     * callback executor; cancelling closes the blob.
     *
     * <p>A subscriber that asks for nothing for {@link SqliteOptions#streamTimeout()} gets {@link StreamExpiredException}; if the value is not there,
     * or neither BLOB nor TEXT, {@link StatementException}; without {@link Capability#BLOBS_IN_PLACE}, which needs the foreign engine, {@link
     * UnsupportedOperationException}.
     *
     * @param location where it is
     * @return a publisher as Reactive Streams specify it, of buffers that the library does not use again
     * @see <a href="https://www.sqlite.org/c3ref/blob_open.html">sqlite3_blob_open</a>
     */
    Flow.Publisher<ByteBuffer> streamBlob(BlobLocation location);

    /**
     * Publishes what each commit has changed, from the subscription on: also of transactions, connections and scripts. Commits that change no
     * row are left out, and nothing is published of what was rolled back. Signals arrive on the callback executor, after the commit is on
     * the disk as {@link SqliteOptions#readsWaitForFlush()} says. A subscriber that is too slow gets several commits in one element, and
     * holds up no writer. Closing the database completes it. {@link Query#observe} publishes results of queries instead.
     *
     * @return a publisher of commits
     */
    Flow.Publisher<Changes> changes();

    /**
     * Opens a connection that belongs to the caller, for the procedural style and for temporary tables, ATTACH and PRAGMA. It has
     * a thread of its own; in memory it is the database's only connection, and everything else waits until it is closed.
     *
     * @return the connection, to be closed; fails with {@link DatabaseOpenException} if it cannot be opened, and with {@link
     *     ConnectionLimitException} if {@link SqliteOptions#maxConnections()} are open. If the future is cancelled the connection is closed
     */
    CompletableFuture<AsyncConnection> connect();

    /**
     * Lends a connection to a function, and closes it when the function's stage has completed.
     *
     * <pre>{@code
     * return db.withConnection(connection -> connection
     *         .execute("CREATE TEMP TABLE chosen(id INTEGER PRIMARY KEY)")
     *         .thenCompose(created -> connection.executeMany("INSERT INTO chosen VALUES (?)", ids))
     *         .thenCompose(inserted -> connection
     *                 .query("SELECT * FROM note JOIN chosen USING (id)")
     *                 .list()));
     * }</pre>
     *
     * @param work gets the connection of {@link #connect()}; runs on the callback executor
     * @return the value of the stage, when the connection is closed. A cancel cancels the stage
     * @param <T> type of the result
     */
    <T extends @Nullable Object> CompletableFuture<T> withConnection(
            Function<? super AsyncConnection, ? extends CompletionStage<T>> work);

    /**
     * Defines a function or collation, or replaces one that was defined since the database was opened, on all connections. An operation that is
     * submitted after the future completed finds it; only a transaction with an open cursor keeps what it had until the cursor ends. Waits for its
     * turn among the writes.
     *
     * @param definition what to define, see {@link UserDefined}
     * @return completes when it is there; fails with {@link IllegalArgumentException} if the options or SQLite define a function of this name, which only
     *     {@link SqliteOptions.Builder#define} may replace
     */
    CompletableFuture<Void> define(UserDefined definition);

    /**
     * Removes a function or collation that was defined since the database was opened. Indexes and triggers that use it cannot be used any more.
     *
     * @param definition one of the same name, and for a function of the same number of arguments
     * @return completes when it is gone; fails with {@link IllegalArgumentException} if it is not there
     */
    CompletableFuture<Void> undefine(UserDefined definition);

    /**
     * Adds a listener, after those of the options. It hears of what ends from now on. A listener that is added twice hears twice.
     *
     * @param listener called as {@link SqliteListener} says
     */
    void addListener(SqliteListener listener);

    /**
     * Removes a listener, once if it was added more than once. It may still hear of what ended before. Does nothing if it is not there.
     *
     * @param listener the same object, or an equal one
     */
    void removeListener(SqliteListener listener);

    /**
     * Asks the cluster that has the database which of its servers leads, and what the others do. Uses a connection of its own, so it waits for no
     * operation. A preview: it may change in any version.
     *
     * @return the servers, one of which leads; empty for a database in a file or in memory. Fails with {@link ClusterUnavailableException} if no server
     *     leads, after one round of questions, each of which has {@link ClusterLocation#connectTimeout()}
     */
    CompletableFuture<List<ClusterNode>> clusterNodes();

    /**
     * Returns what the database is doing now.
     *
     * @return a snapshot
     */
    SqliteStats stats();

    /**
     * Refuses new operations, finishes the accepted ones, closes the connections and joins the threads. A transaction that an
     * {@link AsyncConnection} has open is rolled back. A running transaction may go
     * on until it ends or reaches its age limit; streams that are not complete end with {@link DatabaseClosedException}. Does
     * nothing if already closed.
     *
     * <p>What was accepted is committed when this returns. The callback executor completes its futures, some of them perhaps a
     * little later: wait for a future to read its result.
     *
     * @throws DatabaseThreadException if called on a thread of a database: it would wait for itself
     */
    @Override
    void close();

    /**
     * Closes as {@link #close()} does, but waits for accepted operations no longer than the timeout. After the timeout waiting
     * operations fail, and running ones are stopped and rolled back, both with {@link DatabaseClosedException}. The call returns
     * only after a running lambda has returned, also if the lambda ignores interrupts.
     *
     * @param timeout 0 to 365 days
     * @return how many accepted operations and streams failed because the database closed
     * @throws IllegalArgumentException if {@code timeout} is out of its range
     * @throws DatabaseThreadException if called on a thread of a database: it would wait for itself
     */
    int close(Duration timeout);

    /**
     * Closes as {@link #close()} does without blocking, on a thread of its own.
     *
     * @return completes when the database is closed; the same call may be made any number of times
     */
    CompletableFuture<Void> closeAsync();
}
