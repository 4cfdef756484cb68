package io.asyncsqlite;

import java.time.Duration;

/**
 * An asynchronous transaction, given to the function of {@link AsyncOperations#inTransaction}. Operations run in the order submitted
 * and see each other's changes. After it has ended every operation fails with {@link TransactionException}.
 *
 * <p>A statement that fails is undone and the transaction goes on, unless SQLite itself rolled it back.
 *
 * <pre>{@code
 * return db.inTransaction(tx -> tx.query("SELECT body FROM note WHERE id = ?", 1)
 *         .mapTo(String.class)
 *         .one()
 *         .thenCompose(body -> tx.execute("UPDATE note SET body = ? WHERE id = ?", body + "!", 1)));
 * }</pre>
 *
 * @see <a href="https://www.sqlite.org/lang_transaction.html">Transactions</a>
 */
public interface Transaction extends AsyncOperations, SavepointOperations {

    /**
     * Returns a view of this transaction whose operations have another time to wait and to run. Without it they have the time
     * that the transaction had to wait for its turn. The age limit of the transaction stays as it is.
     *
     * @param timeout more than 0, at most 365 days
     * @return the view
     * @throws IllegalArgumentException if {@code timeout} is out of its range
     */
    Transaction withTimeout(Duration timeout);
}
