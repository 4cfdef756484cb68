package io.asyncsqlite.internal.function;

import io.asyncsqlite.SqlFunction;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.engine.MalformedText;
import io.asyncsqlite.internal.engine.UnfitValueException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The arguments of one call, as read from SQLite, with the codecs that convert them. */
final class CallArguments implements SqlFunction.Arguments {

    private final @Nullable Object[] values;
    private final Codecs codecs;
    private final BooleanSupplier mustStop;

    CallArguments(@Nullable Object[] values, Codecs codecs, BooleanSupplier mustStop) {
        this.values = values;
        this.codecs = codecs;
        this.mustStop = mustStop;
    }

    @Override
    public int count() {
        return values.length;
    }

    @Override
    public @Nullable Object get(int index) {
        return get(index, Object.class);
    }

    @Override
    public <T> @Nullable T get(int index, Class<T> type) {
        if (index < 0 || index >= values.length) {
            throw new IndexOutOfBoundsException("no argument " + index + ": the call has " + values.length);
        }
        Object value = values[index];
        if (value == null) {
            return null;
        }
        try {
            return codecs.decode(value instanceof MalformedText text ? text.bytesAs(type) : value, type);
        } catch (IllegalArgumentException e) {
            throw new UnfitValueException(
                    "argument " + index + " cannot be read as " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public boolean mustStop() {
        return mustStop.getAsBoolean();
    }
}
