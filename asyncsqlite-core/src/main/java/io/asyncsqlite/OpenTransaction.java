package io.asyncsqlite;

import java.util.concurrent.CompletableFuture;

/**
 * A transaction that is open until {@link #commit()} or {@link #rollback()}, for code that cannot be a function: see
 * {@link AsyncSqlite#begin(TransactionMode)}. Thread-safe.
 *
 * <p>The first call of either method decides how the transaction ends. Operations that were submitted before that call belong to
 * the transaction; later ones fail with {@link TransactionException}.
 *
 * <p>A transaction that is older than {@link SqliteOptions#transactionTimeout()}, or becomes unreachable while it is open, is
 * rolled back and reported with the stack that opened it.
 *
 * <pre>{@code
 * return db.withTimeout(Duration.ofSeconds(1))
 *         .begin()
 *         .thenCompose(tx -> tx.execute("UPDATE account SET balance = balance - 1 WHERE name = ?", "Ann")
 *                 .thenCompose(updated -> tx.commit())
 *                 .whenComplete((done, failure) -> tx.rollback()));
 * }</pre>
 */
public interface OpenTransaction extends Transaction, AutoCloseable {

    /**
     * Commits. After any failure, too, the transaction is no longer open. After {@link #rollback()}, or if it was rolled back
     * meanwhile, fails with {@link TransactionException}. Cancelling the future does not stop it.
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

    /** Rolls back as {@link #rollback()} does, without waiting. Does nothing after {@link #commit()}. */
    @Override
    default void close() {
        CompletableFuture<Void> unused = rollback();
    }
}
