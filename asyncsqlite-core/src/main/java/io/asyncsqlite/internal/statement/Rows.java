package io.asyncsqlite.internal.statement;

import io.asyncsqlite.Row;
import io.asyncsqlite.internal.codec.Codecs;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** Rows as read from SQLite, which become {@link Row}s when asked for. */
public record Rows(Columns columns, List<@Nullable Object[]> values) implements Sized {

    /** Takes the first row as an example. To measure all rows would cost more than it gains. */
    @Override
    public long bytes() {
        return values.isEmpty() ? 0 : values.size() * Statements.size(values.get(0));
    }

    @Override
    public int rows() {
        return values.size();
    }

    public StoredRow row(int index, Codecs codecs) {
        return new StoredRow(columns, values.get(index), codecs);
    }

    public List<Row> asList(Codecs codecs) {
        class View extends AbstractList<Row> implements RandomAccess {

            @Override
            public Row get(int index) {
                return row(index, codecs);
            }

            @Override
            public int size() {
                return values.size();
            }
        }
        return new View();
    }
}
