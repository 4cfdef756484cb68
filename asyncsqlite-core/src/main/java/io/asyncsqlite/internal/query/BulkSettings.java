package io.asyncsqlite.internal.query;

import io.asyncsqlite.RefusedRow;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How a bulk write runs.
 *
 * @param sql the statement
 * @param chunkRows rows of a chunk, unless they are large
 * @param progress gets the number of written rows
 * @param refused gets the rows that SQLite refuses; null if such a row ends the write
 * @param whole whether a failure undoes all rows
 * @param first a statement that runs before the rows, in the same transaction
 */
record BulkSettings(
        String sql,
        int chunkRows,
        LongConsumer progress,
        @Nullable Consumer<? super RefusedRow> refused,
        boolean whole,
        @Nullable String first) {

    /** A COMMIT takes little beside so many rows, and other writes wait some 50 ms for them. */
    private static final int CHUNK_ROWS = 50_000;

    static BulkSettings of(String sql) {
        return new BulkSettings(sql, CHUNK_ROWS, rows -> {}, null, false, null);
    }

    BulkSettings withChunkRows(int rows) {
        return new BulkSettings(sql, rows, progress, refused, whole, first);
    }

    BulkSettings withProgress(LongConsumer listener) {
        return new BulkSettings(sql, chunkRows, listener, refused, whole, first);
    }

    BulkSettings withRefused(Consumer<? super RefusedRow> listener) {
        return new BulkSettings(sql, chunkRows, progress, listener, whole, first);
    }

    BulkSettings asWhole(@Nullable String after) {
        return new BulkSettings(sql, chunkRows, progress, refused, true, after);
    }
}
