package io.asyncsqlite;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The operations that a database and a transaction have in common.
 *
 * <p><b>Parameters.</b> Positional ({@code ?}, {@code ?NNN}, {@code $N}): one argument each. Named ({@code :a}, {@code @a},
 * {@code $a}): a single {@code Map} with exactly the names, or a single record, or data class of Kotlin, whose components are at least the
 * names. Supported types: boolean, all integers, {@code float}, {@code double}, {@code BigDecimal}, {@code String}, {@code byte[]},
 * {@code ByteBuffer}, {@code UUID}, enums, {@code java.time}, {@code Optional} of these, and those of registered codecs. A collection or an array of
 * these, empty or of any length, is the value of a parameter that stands alone in {@code IN (...)}: {@code x IN (:ids)}. Values are
 * copied before the method returns. They compare in SQL as in Java: a {@code BigDecimal} is a number, which is refused if neither INTEGER nor REAL
 * keeps its digits; a time is a TEXT as {@code CURRENT_TIMESTAMP} writes it, in UTC. docs/types.md has a table of all types.
 *
 * <p><b>Results.</b> Nothing blocks. Every failure, misuse too, arrives in the future: as a {@link SqliteException}, or as what your own
 * code threw. A method itself throws only {@link NullPointerException}. Dependent stages run on the callback executor, or at once where
 * they are added to a future that is complete.
 *
 * <pre>{@code
 * CompletableFuture<WriteResult> byPosition =
 *         db.execute("INSERT INTO note(id, body) VALUES (?, ?)", 1, "by position");
 * CompletableFuture<WriteResult> byName =
 *         db.execute("INSERT INTO note(id, body) VALUES (:id, :body)", Map.of("id", 2, "body", "by name"));
 * CompletableFuture<WriteResult> ofARecord =
 *         db.execute("INSERT INTO note(id, body) VALUES (:id, :body)", new Note(3, "of a record"));
 * CompletableFuture<Long> allOrNone =
 *         db.executeMany("INSERT INTO note(body) VALUES (?)", List.of("one", "after", "the other"));
 * CompletableFuture<List<String>> list = db.query("SELECT body FROM note WHERE id IN (?)", List.of(1, 2, 3))
 *         .mapTo(String.class)
 *         .list();
 * }</pre>
 */
public interface AsyncOperations {

    /**
     * Runs one statement and ignores rows that it gives.
     *
     * @param sql one SQL statement; no transaction verb
     * @param parameters values as described above
     * @return what it did; completes after its COMMIT returned, in a transaction after it ran
     */
    CompletableFuture<WriteResult> execute(String sql, @Nullable Object... parameters);

    /**
     * Runs one statement for each set of values, all or none.
     *
     * @param sql one SQL statement; no transaction verb, not a PRAGMA
     * @param rows sets of values: arrays or lists of positional values, maps, records or data classes of named ones, or single values; read at
     *     once
     * @return rows inserted, updated or deleted in total. A failure names the row by its index, from 0
     */
    CompletableFuture<Long> executeMany(String sql, Iterable<?> rows);

    /**
     * Prepares a statement with RETURNING that runs once for each set of values, all or none. Nothing runs until a method of the result asks for
     * rows: {@code db.queryMany("INSERT INTO note(body) VALUES (?) RETURNING id", bodies).mapTo(Long.class).list()}. The
     * {@link WriteResult#lastInsertRowid()} of its result is 0: no single one stands for several rows.
     *
     * @param sql one SQL statement that writes
     * @param rows sets of values, as of {@link #executeMany}; read at once
     * @return the query of the rows of all runs, in the order of the sets; each run has ended before its first row is given
     */
    RowQuery queryMany(String sql, Iterable<?> rows);

    /**
     * Prepares a statement that runs once for each row of a source which need not fit into memory. Nothing runs until the result gets a source.
     *
     * @param sql one SQL statement that writes
     * @return the write, which commits in chunks, or with {@link BulkWrite#allOrNone()} at its end
     */
    BulkWrite bulkWrite(String sql);

    /**
     * Runs several statements, one after the other, all or none. An error names the statement's number, its line and its text.
     *
     * <p>On a database, and on an {@link AsyncConnection} without an open transaction, a script may have the frame of a dump of the sqlite3 shell:
     * {@code PRAGMA foreign_keys=OFF; BEGIN; ... COMMIT;}. Foreign keys are as before when it has ended.
     *
     * @param sql SQL statements without parameters; no other transaction verb, no VACUUM, ATTACH or DETACH, and no PRAGMA that is a
     *     setting of a connection
     * @return completes with null after the COMMIT, in a transaction after they ran
     */
    CompletableFuture<Void> executeScript(String sql);

    /**
     * Prepares a query. Nothing runs until a method of the result asks for rows.
     *
     * @param sql one SQL statement, usually SELECT or one with RETURNING
     * @param parameters values as described above
     * @return the query, which may be run any number of times
     */
    RowQuery query(String sql, @Nullable Object... parameters);

    /**
     * Runs a function's operations as one transaction: committed when its stage completes, rolled back when it fails. Inside a
     * transaction it is a savepoint, and the outer transaction refuses operations until the savepoint has ended.
     *
     * <p>On a database, BEGIN IMMEDIATE: other writes wait until it has ended, so a transaction older than
     * {@link SqliteOptions#transactionTimeout()} is rolled back.
     *
     * @param work submits the operations and returns the stage whose completion ends the transaction; runs on the callback executor
     * @return the value of the stage, after the COMMIT. A cancel rolls back, and cancels the stage if that is a future made elsewhere,
     *     as of a coroutine
     * @param <T> type of the result
     */
    <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            Function<? super Transaction, ? extends CompletionStage<T>> work);
}
