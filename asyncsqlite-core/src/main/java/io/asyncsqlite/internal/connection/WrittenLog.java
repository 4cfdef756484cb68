package io.asyncsqlite.internal.connection;

import java.util.function.LongSupplier;

/**
 * A write-ahead log that the writer keeps small.
 *
 * @param database the name of its database, for messages
 * @param qualifier what names its file before a PRAGMA, with the point; empty if there is one file only
 * @param bytes tells the size of its file
 */
public record WrittenLog(String database, String qualifier, LongSupplier bytes) {

    /** Returns the text of a checkpoint of this log. */
    public String checkpoint(String mode) {
        return "PRAGMA " + qualifier + "wal_checkpoint(" + mode + ')';
    }
}
