package io.asyncsqlite.internal.query;

import io.asyncsqlite.internal.statement.Rows;

/**
 * Receives the chunks of a query. Called on any thread, one call at a time; there is no call after the last chunk or a failure.
 */
public interface ChunkSink {

    /** Takes rows. The last chunk may have none. */
    void rows(Rows rows, boolean last);

    /** Takes the last rows. Runs on the callback executor, so it can signal them without another task. */
    default void last(Rows rows) {
        rows(rows, true);
    }

    /** Takes the reason why there are no more rows. */
    void failed(Throwable failure);
}
