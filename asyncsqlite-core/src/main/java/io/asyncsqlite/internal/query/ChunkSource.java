package io.asyncsqlite.internal.query;

/** A query that is read in chunks, at most two ahead of the consumer. Thread-safe. */
public interface ChunkSource {

    /** Says that one chunk was used up, so that another one may be read. */
    public void consumed();

    /** Ends the query. May be called again, also at the same time. */
    public void abandon();
}
