package io.asyncsqlite;

/** What a blob is opened for. */
public enum BlobMode {
    /** To be read. */
    READ,
    /** To be read and written. Needs a column without index, primary key or foreign key. */
    READ_WRITE
}
