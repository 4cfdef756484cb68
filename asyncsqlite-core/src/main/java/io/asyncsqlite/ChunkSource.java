package io.asyncsqlite;

/** A query that is being read in chunks, at most two of which are ahead of the consumer. Thread-safe. */
interface ChunkSource {

    /** Says that one chunk was used up, so that another one may be read. */
    void consumed();

    /** Ends the query. May be called again, also at the same time. */
    void abandon();
}
