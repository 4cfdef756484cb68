package io.asyncsqlite.internal.statement;

import io.asyncsqlite.internal.option.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The number of rows in the next chunk of a stream.
 *
 * @param adapts whether later chunks have more rows, or fewer if rows are large; otherwise all have the number that the user set
 */
public record ChunkSize(int rows, boolean adapts) {

    public static final ChunkSize DEFAULT = new ChunkSize(64, true);

    private static final int MAX_ROWS = 1024;

    /** A chunk should not take more memory than this while it waits for its consumer. */
    private static final long ENOUGH_BYTES = 1 << 20;

    public static ChunkSize of(int rows) {
        Range.ROWS.check("fetchSize", rows);
        return new ChunkSize(rows, false);
    }

    /** Takes the first row of the latest chunk as an example. To measure all rows would cost more than it gains. */
    public ChunkSize next(List<@Nullable Object[]> chunk) {
        if (!adapts || chunk.isEmpty()) {
            return this;
        }
        long fitting = Math.max(1, ENOUGH_BYTES / Statements.size(chunk.get(0)));
        return new ChunkSize((int) Math.min(fitting, Math.min(MAX_ROWS, rows * 2)), true);
    }
}
