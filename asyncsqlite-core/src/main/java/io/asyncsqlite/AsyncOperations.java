package io.asyncsqlite;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The operations that a database and a transaction have in common.
 *
 * <p><b>Parameters.</b> Positional ({@code ?}, {@code ?NNN}, {@code $N}): one argument each. Named ({@code :a}, {@code @a},
 * {@code $a}): a single {@code Map} with exactly the names, or a single record whose components are at least the names. Supported
 * types: boolean, all integers, {@code float}, {@code double}, {@code BigDecimal}, {@code String}, {@code byte[]},
 * {@code ByteBuffer}, {@code UUID}, enums, {@code java.time}, {@code Optional} of these, and those of registered codecs. A collection or an array of
 * these, empty or of any length, is the value of a parameter that stands alone in {@code IN (...)}: {@code x IN (:ids)}. Values are
 * copied before the method returns. They compare in SQL as in Java: a {@code BigDecimal} is a number, which is refused if neither INTEGER nor REAL
 * keeps its digits; a time is a TEXT as {@code CURRENT_TIMESTAMP} writes it, in UTC. docs/types.md has a table of all types.
 *
 * <p><b>Results.</b> Nothing blocks. Every failure, misuse too, arrives in the future: as a {@link SqliteException}, or as what your own
 * code threw. A method itself throws only {@link NullPointerException}. Dependent stages run on the callback executor, or at once where
 * they are added to a future that is complete.
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
     * @param rows sets of values: arrays or lists of positional values, maps or records of named ones, or single values; read at once
     * @return rows inserted, updated or deleted in total
     */
    CompletableFuture<Long> executeMany(String sql, Iterable<?> rows);

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
    public RowQuery query(String sql, @Nullable Object... parameters);

    /**
     * Runs a function's operations as one transaction: committed when its stage completes, rolled back when it fails. Inside a
     * transaction it is a savepoint, and the outer transaction refuses operations until the savepoint has ended.
     *
     * <p>On a database, BEGIN IMMEDIATE: other writes wait until it has ended, so a transaction older than
     * {@link SqliteOptions#transactionTimeout()} is rolled back.
     *
     * @param work submits the operations and returns the stage whose completion ends the transaction; runs on the callback executor
     * @return the value of the stage, after the COMMIT
     * @param <T> type of the result
     */
    <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            Function<? super Transaction, ? extends CompletionStage<T>> work);
}
