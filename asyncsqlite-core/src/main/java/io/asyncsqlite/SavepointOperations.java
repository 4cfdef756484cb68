package io.asyncsqlite;

import java.util.concurrent.CompletableFuture;

/**
 * Named savepoints of an open transaction.
 *
 * <p>A name is any text but the empty one and one with NUL. Upper and lower case of ASCII letters are the same. Of several savepoints with the
 * same name the latest is meant. Savepoints that were opened inside a nested {@link AsyncOperations#inTransaction} end with it, and those
 * from outside of it are unknown there.
 *
 * <p>A wrong name fails the future with {@link InvalidStatementException}, an unknown one with {@link TransactionException}: nothing was
 * executed, and the transaction goes on.
 *
 * @see <a href="https://www.sqlite.org/lang_savepoint.html">Savepoints</a>
 */
public interface SavepointOperations {

    /**
     * Opens a savepoint.
     *
     * @param name its name
     * @return completes with null when it is open
     */
    CompletableFuture<Void> savepoint(String name);

    /**
     * Undoes all changes since a savepoint was opened, and ends the savepoints opened after it. The savepoint itself stays open.
     *
     * @param name its name
     * @return completes with null when all is undone
     */
    CompletableFuture<Void> rollbackTo(String name);

    /**
     * Ends a savepoint and those opened after it, and keeps the changes since.
     *
     * @param name its name
     * @return completes with null when it has ended
     */
    CompletableFuture<Void> release(String name);
}
