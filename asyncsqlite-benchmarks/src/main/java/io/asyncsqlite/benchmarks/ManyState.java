package io.asyncsqlite.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A fresh table for each batch of rows. */
@SuppressWarnings("NullAway.Init")
public abstract class ManyState extends DurableState {

    /** Rows of the batch. With another number than the default the score is wrong. */
    @Param("" + Item.MILLION)
    public int rows;

    private List<Item> items;

    /** Inserts all rows, all or nothing, and returns how many. */
    abstract long insert(List<Item> items) throws Exception;

    @Override
    final String table() {
        return Item.TABLE;
    }

    /** Makes the objects that are to be inserted. */
    @Setup(Level.Trial)
    public void makeItems() {
        items = Item.list(rows);
    }

    /** Creates the table and opens the contender on it. */
    @Setup(Level.Invocation)
    public void setUp() throws IOException, SQLException {
        begin();
    }

    /** Closes the contender, counts the rows and deletes the database. */
    @TearDown(Level.Invocation)
    public void tearDown() throws IOException, SQLException {
        finish("item");
    }

    final void next() throws Exception {
        acknowledge(insert(items));
    }
}
