package io.asyncsqlite;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a stream reads in chunks. Worker thread only. */
interface ChunkedReading extends AutoCloseable {

    Columns columns();

    /** Returns whether there is more to read. */
    boolean more();

    /** Reads up to a number of rows. */
    List<@Nullable Object[]> read(int maxRows);

    @Override
    void close();
}
