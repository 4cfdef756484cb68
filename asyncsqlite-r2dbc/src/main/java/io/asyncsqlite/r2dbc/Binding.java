package io.asyncsqlite.r2dbc;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The values of one run of a text, by slot. Not thread-safe. */
final class Binding {

    private final SqlText text;
    private final @Nullable Object[] values;
    private final BitSet bound = new BitSet();

    Binding(SqlText text) {
        this.text = text;
        this.values = new @Nullable Object[text.slots()];
    }

    void set(int slot, @Nullable Object value) {
        values[slot] = value;
        bound.set(slot);
    }

    boolean isEmpty() {
        return bound.isEmpty();
    }

    void requireComplete() {
        BitSet missing = (BitSet) text.needed().clone();
        missing.andNot(bound);
        if (!missing.isEmpty()) {
            int slot = missing.nextSetBit(0);
            throw new IllegalStateException("parameter " + text.described(slot) + " has no value");
        }
    }

    @Nullable
    Object[] values() {
        return values.clone();
    }
}
