package io.asyncsqlite.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A fresh table of small rows for one trial. */
public abstract class InsertState extends DurableState {

    static final String TABLE = "CREATE TABLE t(id INTEGER PRIMARY KEY, k INTEGER NOT NULL, body TEXT NOT NULL)";
    static final String INSERT = "INSERT INTO t(k, body) VALUES (?, ?)";

    private static final String[] BODIES =
            IntStream.range(0, 1024).mapToObj("a text, number %05d"::formatted).toArray(String[]::new);

    static String body(int k) {
        return BODIES[k & (BODIES.length - 1)];
    }

    @Override
    final String table() {
        return TABLE;
    }

    /** Creates the table and opens the contender on it. */
    @Setup(Level.Trial)
    public void setUp() throws IOException, SQLException {
        begin();
    }

    /** Closes the contender, counts the rows and deletes the database. */
    @TearDown(Level.Trial)
    public void tearDown() throws IOException, SQLException {
        finish("t");
    }
}
