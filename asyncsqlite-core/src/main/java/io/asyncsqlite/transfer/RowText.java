package io.asyncsqlite.transfer;

import io.asyncsqlite.Row;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows as text, of one export. One thread at a time. */
interface RowText {

    /** Writes what comes before the first row. */
    void begin(List<String> columns);

    void add(Row row);

    /** Tells about how many characters were added since the last take. */
    int length();

    /** Returns what was added, and starts anew. */
    String take();

    /** Returns a value that is not NULL as it stands in CSV and, but for texts and bytes, in JSON. */
    static String of(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().withUpperCase().formatHex(bytes);
        }
        if (value instanceof Double real && real.isInfinite()) {
            // SQLite reads it as infinite, and so do its JSON functions.
            return real > 0 ? "9e999" : "-9e999";
        }
        return value.toString();
    }

    /** Returns the stored values of a row. */
    static @Nullable Object[] values(Row row) {
        @Nullable Object[] values = new Object[row.columnNames().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.get(i);
        }
        return values;
    }
}
