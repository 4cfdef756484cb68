package io.asyncsqlite.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.LongAdder;

/**
 * A fresh database file for a contender that writes. Checks at the start that commits are durable, by reading the pragmas back on
 * a connection of the contender itself, and at the end that the file holds as many rows as inserts were acknowledged.
 */
public abstract class DurableState extends DatabaseState {

    private final LongAdder acknowledged = new LongAdder();

    /** Returns the SQL text that makes the table. */
    abstract String table();

    abstract String pragma(String name) throws SQLException;

    final void acknowledge(long rows) {
        acknowledged.add(rows);
    }

    @Override
    final void prepare(Connection connection) throws SQLException {
        execute(connection, table());
    }

    final void begin() throws IOException, SQLException {
        create();
        requirePragma("journal_mode", "wal");
        requirePragma("synchronous", "2");
    }

    final void finish(String tableName) throws IOException, SQLException {
        close();
        long rows = ask("SELECT count(*) FROM " + tableName);
        delete();
        long expected = acknowledged.sumThenReset();
        if (rows != expected) {
            throw new IllegalStateException("Acknowledged " + expected + " inserts, found " + rows + " rows");
        }
    }

    private void requirePragma(String name, String expected) throws SQLException {
        String actual = pragma(name);
        if (!actual.equals(expected)) {
            throw new IllegalStateException("PRAGMA " + name + " must be " + expected + ", was " + actual);
        }
    }
}
