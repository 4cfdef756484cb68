package io.asyncsqlite;

/**
 * The kind of a stored value, as {@code typeof} returns it. It belongs to the value, not to its column.
 *
 * @see <a href="https://www.sqlite.org/datatype3.html#storage_classes_and_datatypes">Storage classes and datatypes</a>
 */
public enum StorageClass {

    /** No value. */
    NULL,

    /** A signed integer of 64 bits. */
    INTEGER,

    /** A floating point number of 64 bits. */
    REAL,

    /** A text. */
    TEXT,

    /** Bytes. */
    BLOB
}
