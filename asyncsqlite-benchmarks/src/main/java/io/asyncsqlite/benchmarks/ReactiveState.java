package io.asyncsqlite.benchmarks;

import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.Synchronous;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** A table to insert into, a table to read, and the client that does it. */
@SuppressWarnings("NullAway.Init")
public abstract class ReactiveState extends DatabaseState {

    /** How SQLite is called, for contenders with a choice. */
    @Param("AUTO")
    public EngineChoice engine;

    /** Rows of the table that is read. */
    @Param("100000")
    public int rows;

    private ReactiveClient client;
    private long inserted;

    abstract ReactiveClient client(Path file);

    final ReactiveClient client() {
        return client;
    }

    final void inserted(long more) {
        inserted += more;
    }

    @Override
    final void prepare(Connection connection) throws SQLException {
        execute(connection, InsertState.TABLE);
        Item.create(connection, rows);
    }

    @Override
    final void open(Path file) {
        client = client(file);
    }

    @Override
    final void close() throws SQLException {
        client.close();
    }

    /** Creates the tables and opens the contender on them. */
    @Setup(Level.Trial)
    public void setUp() throws IOException, SQLException {
        inserted = 0;
        create();
    }

    /** Counts the rows that were inserted, closes the contender and deletes the database. */
    @TearDown(Level.Trial)
    public void tearDown() throws IOException, SQLException {
        long found = client.count("t");
        close();
        delete();
        if (found != inserted) {
            throw new IllegalStateException("Acknowledged " + inserted + " inserts, found " + found + " rows");
        }
    }

    /** The core's own API. */
    public static class Core extends ReactiveState {

        @Override
        ReactiveClient client(Path file) {
            return new CoreClient(file, engine);
        }
    }

    /** The R2DBC driver with its defaults. */
    public static class R2dbc extends ReactiveState {

        @Override
        ReactiveClient client(Path file) {
            return R2dbcClient.sqlite(file, engine, Synchronous.FULL);
        }
    }

    /** The R2DBC driver with {@code synchronous=NORMAL}. */
    public static class R2dbcNormal extends ReactiveState {

        @Override
        ReactiveClient client(Path file) {
            return R2dbcClient.sqlite(file, engine, Synchronous.NORMAL);
        }
    }

    /** r2dbc-h2. */
    public static class H2 extends ReactiveState {

        @Override
        ReactiveClient client(Path file) {
            return R2dbcClient.h2(file, rows);
        }
    }

    /** Spring's JdbcClient on the bounded elastic scheduler. */
    public static class JdbcOnElastic extends ReactiveState {

        @Override
        ReactiveClient client(Path file) {
            return new JdbcClientOnElastic(file);
        }
    }
}
