package io.asyncsqlite.internal.query;

import io.asyncsqlite.SqliteException;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.statement.BoundStatement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The queries of one database whose streams were longer than their first chunk, by their texts. Of further streams of such a query the line is noted that
 * opens them, for messages about streams that last. Any thread.
 *
 * <p>To note the line of every stream would cost more than a short stream does. A program that has no long streams pays for a look at an empty set.
 */
public final class LongStreams {

    private static final int CAPACITY = 256;

    private final Set<String> texts = ConcurrentHashMap.newKeySet();

    /** Notes that a stream of a query is long. */
    public void isLong(String sql) {
        if (texts.size() < CAPACITY) {
            texts.add(sql);
        }
    }

    /** Returns the line that opens a stream now, or null if its query is not known to be long, or was refused. */
    public @Nullable OpenedAt openedAt(Supplier<BoundStatement> bound) {
        if (texts.isEmpty()) {
            return null;
        }
        try {
            return texts.contains(bound.get().sql()) ? new OpenedAt("The stream") : null;
        } catch (SqliteException refused) {
            return null;
        }
    }
}
