package io.asyncsqlite;

/** Whether a blob is opened to be read only, or to be written too. */
public enum BlobMode {
    /** To be read. */
    READ,
    /** To be read and written. Needs a column without index, primary key or foreign key. */
    READ_WRITE
}
