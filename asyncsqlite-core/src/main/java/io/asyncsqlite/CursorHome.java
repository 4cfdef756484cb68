package io.asyncsqlite;

/** Where the queries of cursors and streams run: a connection of somebody's own, or one that is lent to a transaction. */
interface CursorHome {

    /** Notes a cursor that was opened. Worker thread only. */
    void opened(CursorRows rows);

    /** Lets the query of a cursor go, if it still runs, and forgets the cursor if none of its rows are left. Worker thread only. */
    void usedUp(CursorRows rows);

    /** Queues the reading of further rows, or throws why not. */
    void acceptFetch(Operation<?> fetch);

    /** Has something ended in its turn, unless the end of the connection or transaction does it. */
    void endLater(String description, Runnable action);
}
