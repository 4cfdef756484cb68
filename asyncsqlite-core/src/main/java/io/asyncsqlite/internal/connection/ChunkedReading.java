package io.asyncsqlite.internal.connection;

import io.asyncsqlite.SqliteException;
import io.asyncsqlite.internal.statement.Columns;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A source that a stream reads in chunks. Worker thread only. */
public interface ChunkedReading extends AutoCloseable {

    Columns columns();

    /** Returns whether there is more to read, be it only an error. */
    boolean more();

    /** Reads up to a number of rows. An error that came after some rows is kept for the next read, which throws it. */
    List<@Nullable Object[]> read(int maxRows);

    /** Returns the error that is kept, or null. */
    @Nullable
    SqliteException failure();

    @Override
    void close();
}
