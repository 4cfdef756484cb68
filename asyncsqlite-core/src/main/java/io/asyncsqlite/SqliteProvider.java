package io.asyncsqlite;

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
}
