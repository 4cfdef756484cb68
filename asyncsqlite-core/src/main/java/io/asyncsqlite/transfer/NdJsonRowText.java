package io.asyncsqlite.transfer;

import io.asyncsqlite.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows as lines of JSON. */
final class NdJsonRowText implements RowText {

    private final StringBuilder text = new StringBuilder();

    /** The beginnings of members, as {@code ,"name":}. */
    private String[] names = new String[0];

    @Override
    public void begin(List<String> given) {
        names = given.stream().map(name -> ',' + JsonText.quoted(name) + ':').toArray(String[]::new);
    }

    @Override
    public void add(Row row) {
        int start = text.length();
        for (int i = 0; i < names.length; i++) {
            text.append(names[i]);
            addValue(row.get(i));
        }
        text.setCharAt(start, '{');
        text.append("}\n");
    }

    private void addValue(@Nullable Object value) {
        if (value == null) {
            text.append("null");
        } else if (value instanceof String string) {
            JsonText.addQuoted(string, text);
        } else if (value instanceof byte[]) {
            text.append('"').append(RowText.of(value)).append('"');
        } else {
            text.append(RowText.of(value));
        }
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public String take() {
        String taken = text.toString();
        text.setLength(0);
        return taken;
    }
}
