package io.asyncsqlite;

/**
 * An asynchronous transaction, given to the function of {@link AsyncOperations#inTransaction}. Operations run in the order submitted
 * and see each other's changes. After it has ended every operation fails with {@link TransactionException}.
 *
 * <p>A statement that fails is undone and the transaction goes on, unless SQLite itself rolled it back.
 *
 * @see <a href="https://www.sqlite.org/lang_savepoint.html">Savepoints</a>
 */
public interface Transaction extends AsyncOperations {}
