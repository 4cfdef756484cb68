package io.asyncsqlite;

/** Takes what a query read in chunks gives. Called on any thread, one call at a time, nothing after the last. */
interface ChunkSink {

    /** Takes rows, which may be none if they are the last. */
    void rows(Rows rows, boolean last);

    void failed(Throwable failure);
}
