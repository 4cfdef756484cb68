package io.asyncsqlite;

import java.util.concurrent.CompletableFuture;

/**
 * A transaction that is open until {@link #commit()} or {@link #rollback()}, for code that cannot be a function: see
 * {@link AsyncSqlite#begin(TransactionMode)}. Thread-safe.
 *
 * <p>Of all calls of both methods the first decides how it ends. What was submitted before it belongs to the transaction; what comes later fails
 * with {@link TransactionException}.
 *
 * <p>One older than {@link SqliteOptions#transactionTimeout()}, and one that becomes unreachable while it is open, is rolled back and reported
 * with the stack that opened it.
 */
public interface OpenTransaction extends Transaction {

    /**
     * Commits. Whatever it fails with, the transaction is not open afterwards. After {@link #rollback()}, or if it was rolled back meanwhile,
     * fails with {@link TransactionException}. Cancelling the future does not stop it.
     *
     * @return completes with null after the COMMIT returned; the same outcome for every call
     */
    CompletableFuture<Void> commit();

    /**
     * Rolls back. Does nothing if the transaction has ended, or is about to be committed. Cancelling the future does not stop it.
     *
     * @return completes with null when the transaction is not open any more
     */
    CompletableFuture<Void> rollback();
}
