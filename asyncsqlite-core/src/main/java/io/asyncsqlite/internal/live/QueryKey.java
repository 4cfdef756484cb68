package io.asyncsqlite.internal.live;

import io.asyncsqlite.internal.statement.BoundStatement;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What makes two queries equal, so that they share their runs.
 *
 * @param tables the tables that the user has named, or none
 */
record QueryKey(String sql, List<@Nullable Object> values, boolean withDeclaredTypes, Set<String> tables) {

    static QueryKey of(BoundStatement bound, Set<String> tables) {
        @Nullable Object[] values = bound.values().clone();
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof byte[] bytes) {
                values[i] = ByteBuffer.wrap(bytes);
            }
        }
        return new QueryKey(bound.sql(), Arrays.asList(values), bound.withDeclaredTypes(), tables);
    }
}
