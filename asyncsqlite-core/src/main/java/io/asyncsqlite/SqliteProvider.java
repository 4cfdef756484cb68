package io.asyncsqlite;

import java.nio.file.Path;

/**
 * Opens databases for {@link AsyncSqlite#open(SqliteOptions)}. The library contains the only implementation; programs need not
 * use this interface.
 *
 * <p>It is found by {@link java.util.ServiceLoader}. A program that is packed into one jar has to merge the files in {@code META-INF/services}.
 */
public interface SqliteProvider {

    /**
     * Opens a database. Blocks until SQLite has opened and configured the writing connection.
     *
     * @param options what to open and how
     * @return the open database
     * @throws DatabaseOpenException if it cannot be opened
     */
    AsyncSqlite open(SqliteOptions options);

    /**
     * Puts a backup in the place of a database file that no program has open, as {@link AsyncSqlite#restore} says.
     *
     * @param backup the backup, which stays
     * @param database path of the database file
     * @throws BackupException if the file was not restored
     */
    void restore(Path backup, Path database);
}
