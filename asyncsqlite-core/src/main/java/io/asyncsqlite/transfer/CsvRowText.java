package io.asyncsqlite.transfer;

import io.asyncsqlite.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows as CSV. */
final class CsvRowText implements RowText {

    private final CsvText text;
    private final boolean header;

    /** The byte order mark, until it was taken. */
    private String mark;

    CsvRowText(char delimiter, boolean header, boolean mark) {
        this.text = new CsvText(delimiter);
        this.header = header;
        this.mark = mark ? "\uFEFF" : "";
    }

    @Override
    public void begin(List<String> columns) {
        if (header) {
            text.add(new ArrayList<>(columns));
        }
    }

    @Override
    public void add(Row row) {
        @Nullable Object[] values = RowText.values(row);
        List<@Nullable String> fields = new ArrayList<>(values.length);
        for (Object value : values) {
            fields.add(value == null ? null : RowText.of(value));
        }
        text.add(fields);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public String take() {
        String taken = mark + text.take();
        mark = "";
        return taken;
    }
}
