package io.asyncsqlite.internal.statement;

import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.codec.JsonArrays;
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
        return JsonArrays.of(list, codecs);
    }
}
