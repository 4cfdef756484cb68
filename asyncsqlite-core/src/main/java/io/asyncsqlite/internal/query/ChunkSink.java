package io.asyncsqlite.internal.query;

import io.asyncsqlite.internal.statement.Rows;

/** Takes what a query read in chunks gives. Called on any thread, one call at a time, nothing after the last. */
public interface ChunkSink {

    /** Takes rows, which may be none if they are the last. */
    void rows(Rows rows, boolean last);

    /** Takes the last rows on the callback executor, which need not be asked again to signal them. */
    default void last(Rows rows) {
        rows(rows, true);
    }

    /** Takes the reason why there are no more rows. */
    void failed(Throwable failure);
}
