package io.asyncsqlite;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection that belongs to one user of an open database. It serves the procedural style of begin, commit and cursors, and
 * state that belongs to a connection, such as temporary tables, ATTACH and PRAGMA. Thread-safe; operations run one at a time, in
 * the order submitted.
 *
 * <p>Without {@link #begin()} every operation is a transaction of its own. Between {@link #begin()} and {@link #commit()} or
 * {@link #rollback()} operations belong to that transaction. Verbs such as BEGIN as SQL text are refused. Savepoints need an open transaction:
 * without one they fail with {@link TransactionException}.
 *
 * <p><b>Writing.</b> A connection to a WAL file reads while other connections read and write. To write, it waits in the queue
 * of the database's writer for its turn; an open transaction keeps the turn until it ends. So no operation ever gets SQLITE_BUSY
 * from its own process. With a rollback journal it waits for a turn to read as well. A connection to a database in memory
 * <em>is</em> the database's only connection. While it is open, operations of the database and of other connections wait; its
 * temporary tables stay after it is closed. A PRAGMA whose setting would stay is refused there: see {@link
 * SqliteOptions.Builder#pragma}.
 *
 * <p><b>Limits.</b> A transaction older than {@link SqliteOptions#transactionTimeout()} is rolled back, and the stack that opened the connection
 * is logged; its further operations fail with {@link TransactionException} until {@link #rollback()} or {@link #commit()} is called. A
 * connection that becomes unreachable without being closed is closed, and reported in the same way.
 *
 * <pre>{@code
 * return db.withConnection(connection -> connection
 *         .begin()
 *         .thenCompose(
 *                 begun -> connection.execute("UPDATE account SET balance = balance - 1 WHERE name = ?", "Ann"))
 *         .thenCompose(updated -> connection.commit()));
 * }</pre>
 */
public interface AsyncConnection extends AsyncOperations, SavepointOperations, AutoCloseable {

    /**
     * Returns a view of this connection whose operations have another time to wait and to run. Costs next to nothing; closing it closes the
     * connection.
     *
     * @param timeout more than 0, at most 365 days
     * @return the view
     * @throws IllegalArgumentException if {@code timeout} is out of its range
     */
    AsyncConnection withTimeout(Duration timeout);

    /**
     * Runs one statement and returns a cursor over its rows.
     *
     * <p>A SELECT is read as rows are asked for. A statement that writes has run to its end, and committed if no transaction is open,
     * when the future completes; the rows of its RETURNING are kept in memory.
     *
     * @param sql one SQL statement; no transaction verb
     * @param parameters values as described in {@link AsyncOperations}
     * @return the cursor, to be closed or read to its end
     */
    CompletableFuture<Cursor> cursor(String sql, @Nullable Object... parameters);

    /**
     * Lends a cursor to a function, and closes it when the function's stage has completed.
     *
     * @param sql one SQL statement; no transaction verb
     * @param work gets the cursor of {@link #cursor}; runs on the callback executor
     * @param parameters values as described in {@link AsyncOperations}
     * @return the value of the stage. A cancel cancels the stage
     * @param <T> type of the result
     */
    <T extends @Nullable Object> CompletableFuture<T> withCursor(
            String sql, Function<? super Cursor, ? extends CompletionStage<T>> work, @Nullable Object... parameters);

    /**
     * Begins a transaction with {@link TransactionMode#IMMEDIATE}.
     *
     * @return completes with null when the transaction is open
     */
    default CompletableFuture<Void> begin() {
        return begin(TransactionMode.IMMEDIATE);
    }

    /**
     * Begins a transaction. A {@link TransactionMode#DEFERRED} one waits for its turn with its first statement that writes; if others wrote since
     * its first read it is rolled back then, with a {@link TransactionException}. Fails with {@link TransactionException} if one is open. One that is cancelled leaves none open.
     *
     * @param mode when locks are taken
     * @return completes with null when the transaction is open
     */
    CompletableFuture<Void> begin(TransactionMode mode);

    /**
     * Commits the transaction. Does nothing if none is open: each operation has committed by itself then. Fails with {@link TransactionException}
     * if the transaction was rolled back meanwhile. Whatever it fails with, no transaction is open afterwards.
     *
     * @return completes with null after the COMMIT returned
     */
    CompletableFuture<Void> commit();

    /**
     * Rolls the transaction back, and ends the cursors that were opened in it. Does nothing if none is open.
     *
     * @return completes with null when no transaction is open
     */
    CompletableFuture<Void> rollback();

    /**
     * Tells whether a transaction is open, as of the operation that ended last.
     *
     * @return false as well after SQLite or the age limit has rolled it back
     */
    boolean inTransaction();

    /**
     * Returns the rows that were inserted, updated or deleted since the connection was opened, those of triggers included.
     *
     * @return rows, 0 or more
     * @see <a href="https://www.sqlite.org/c3ref/total_changes.html">sqlite3_total_changes64</a>
     */
    CompletableFuture<Long> totalChanges();

    /**
     * Returns SQLite's counters for this connection: its cache and its memory.
     *
     * @return the counters as of now; empty without {@link Capability#STATISTICS}, which needs the foreign engine
     */
    CompletableFuture<Optional<ConnectionStatistics>> statistics();

    /**
     * Sets the authorizer that decides, from the next operation on, which actions SQL may do on this connection. Open cursors are
     * read to their end first. Fails with {@link UnsupportedOperationException} without {@link Capability#AUTHORIZER}, which needs
     * the foreign engine.
     *
     * @param authorizer asked on the connection's thread, or null to allow everything again
     * @return completes with null when it is set
     */
    CompletableFuture<Void> setAuthorizer(@Nullable Authorizer authorizer);

    /**
     * Sets the trace whose methods are called, from the next operation on, for every statement that this connection runs. Open
     * cursors are read to their end first. Fails with {@link UnsupportedOperationException} without {@link Capability#TRACE}, which
     * needs the foreign engine.
     *
     * @param trace called on the connection's thread, or null for none
     * @return completes with null when it is set
     */
    CompletableFuture<Void> setTrace(@Nullable StatementTrace trace);

    /**
     * Opens a large value to be read, as {@link #openBlob(BlobLocation, BlobMode)} does.
     *
     * @param location where it is
     * @return the blob, to be closed
     */
    default CompletableFuture<AsyncBlob> openBlob(BlobLocation location) {
        return openBlob(location, BlobMode.READ);
    }

    /**
     * Opens a large value to be read and written piece by piece. Needs an open transaction, and fails with {@link
     * TransactionException} without one; the end of the transaction closes the blob. The size of the value is fixed when the row
     * is written, for example by {@code zeroblob(1000000)}. With {@link BlobMode#READ_WRITE} the operation waits for the
     * connection's turn to write. Fails with {@link StatementException} if the value does not exist, or is neither BLOB nor TEXT.
     * An authorizer is not asked.
     *
     * <p>Fails with {@link UnsupportedOperationException} without {@link Capability#BLOBS_IN_PLACE}, which needs the foreign engine.
     *
     * @param location where it is
     * @param mode what for
     * @return the blob, to be closed
     */
    CompletableFuture<AsyncBlob> openBlob(BlobLocation location, BlobMode mode);

    /**
     * Stops the operation that now runs or waits for its turn to write, if there is one: it fails. Never stops a later operation.
     * If the stopped operation writes in an open transaction, the transaction is rolled back.
     */
    void interrupt();

    /**
     * Refuses new operations, finishes the accepted ones, rolls an open transaction back and closes the connection. Does nothing if already
     * closed.
     *
     * @throws DatabaseThreadException if called on a thread of a database: it would wait for itself
     */
    @Override
    void close();

    /**
     * Closes as {@link #close()} does, without waiting.
     *
     * @return completes with null when the connection is closed; the same outcome for every call
     */
    CompletableFuture<Void> closeAsync();
}
