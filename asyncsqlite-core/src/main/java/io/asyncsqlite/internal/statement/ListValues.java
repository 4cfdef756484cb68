package io.asyncsqlite.internal.statement;

import io.asyncsqlite.internal.codec.Codecs;
import java.lang.reflect.Array;
import java.util.BitSet;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Lists that are bound as JSON arrays: collections, and arrays that no codec stores as one value. Thread-safe. */
final class ListValues {

    private final Codecs codecs;

    ListValues(Codecs codecs) {
        this.codecs = codecs;
    }

    /** Returns which values are lists, or null if none is. */
    @Nullable
    BitSet of(@Nullable Object[] values) {
        BitSet lists = null;
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value != null && isList(value)) {
                lists = lists == null ? new BitSet() : lists;
                lists.set(i);
            }
        }
        return lists;
    }

    private boolean isList(Object value) {
        return (value instanceof Collection || value.getClass().isArray()) && !codecs.supports(value.getClass());
    }

    /**
     * Returns the elements, encoded, as a JSON array.
     *
     * @throws IllegalArgumentException if an element cannot be encoded, or is a BLOB
     */
    String json(Object list) {
        StringBuilder json = new StringBuilder("[");
        if (list instanceof Collection<?> collection) {
            for (Object element : collection) {
                add(json, element);
            }
        } else {
            for (int i = 0; i < Array.getLength(list); i++) {
                add(json, Array.get(list, i));
            }
        }
        return json.append(']').toString();
    }

    private void add(StringBuilder json, @Nullable Object element) {
        if (json.length() > 1) {
            json.append(',');
        }
        Object value = codecs.encode(element);
        if (value instanceof byte[]) {
            throw new IllegalArgumentException("a list cannot hold BLOBs: insert them into a temporary table");
        }
        if (value instanceof String text) {
            quote(json, text);
        } else {
            json.append(value);
        }
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
