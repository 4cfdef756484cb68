package io.asyncsqlite.internal.codec;

import java.lang.reflect.Array;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Lists of values as JSON arrays. */
public final class JsonArrays {

    private JsonArrays() {}

    /**
     * Returns the elements, encoded, as a JSON array.
     *
     * @param list a collection or an array
     * @param codecs for the elements
     * @return the text
     * @throws IllegalArgumentException if an element cannot be encoded, or is a BLOB
     */
    public static String of(Object list, Codecs codecs) {
        StringBuilder json = new StringBuilder("[");
        if (list instanceof Collection<?> collection) {
            for (Object element : collection) {
                add(json, codecs.encode(element));
            }
        } else {
            for (int i = 0; i < Array.getLength(list); i++) {
                add(json, codecs.encode(Array.get(list, i)));
            }
        }
        return json.append(']').toString();
    }

    private static void add(StringBuilder json, @Nullable Object value) {
        if (json.length() > 1) {
            json.append(',');
        }
        if (value instanceof byte[]) {
            throw new IllegalArgumentException("a list cannot hold BLOBs: JSON has none");
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
