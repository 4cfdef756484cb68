package io.asyncsqlite.internal.query;

import io.asyncsqlite.internal.operation.Operation;

/** The place where the queries of cursors and streams run: a user's connection, or one that is lent to a transaction. */
public interface CursorHome {

    /** Notes a cursor that was opened. Worker thread only. */
    public void opened(CursorRows rows);

    /** Closes the query of a cursor, if it still runs, and forgets the cursor if none of its rows are left. Worker thread only. */
    public void usedUp(CursorRows rows);

    /** Queues the reading of further rows, or throws why not. */
    public void acceptFetch(Operation<?> fetch);

    /** Queues an action that closes a query, unless the connection or transaction has ended and closes it itself. */
    public void endLater(String description, Runnable action);
}
