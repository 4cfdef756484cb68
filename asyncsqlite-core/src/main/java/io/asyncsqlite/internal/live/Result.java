package io.asyncsqlite.internal.live;

import io.asyncsqlite.internal.change.TablesRead;
import io.asyncsqlite.internal.statement.Rows;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a live query has found.
 *
 * @param run the number of the run, from 1 on
 * @param tables the tables on which the rows depend
 */
record Result(long run, TablesRead tables, Rows rows) {

    /** Tells whether two results look the same to users. */
    static boolean same(Rows one, Rows other) {
        return one.columns().names().equals(other.columns().names()) && same(one.values(), other.values());
    }

    private static boolean same(List<@Nullable Object[]> one, List<@Nullable Object[]> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!Arrays.deepEquals(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }
}
