package io.asyncsqlite.benchmarks;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A table of {@link Item}s for a contender that reads it. */
public abstract class ReadState extends DatabaseState {

    /** Returns how many rows the table has. */
    abstract int tableRows();

    @Override
    final void prepare(Connection connection) throws SQLException {
        Item.create(connection, tableRows());
    }

    /** Creates the table and opens the contender on it. */
    @Setup(Level.Trial)
    public void setUp() throws IOException, SQLException {
        create();
    }

    /** Closes the contender and deletes the database. */
    @TearDown(Level.Trial)
    public void tearDown() throws IOException, SQLException {
        close();
        delete();
    }
}
