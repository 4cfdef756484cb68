package io.asyncsqlite.internal.statement;

import io.asyncsqlite.StorageClass;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the value of one component from a row. Thread-safe. */
interface ComponentReader {

    @Nullable
    Object read(StoredRow row);

    /** Tells whether all that it reads is NULL. */
    boolean isNull(StoredRow row);

    /** Reads one column. */
    record ColumnReader(int column, Function<StoredRow, @Nullable Object> value) implements ComponentReader {

        @Override
        public @Nullable Object read(StoredRow row) {
            return value.apply(row);
        }

        @Override
        public boolean isNull(StoredRow row) {
            return row.storageClass(column) == StorageClass.NULL;
        }
    }

    /** Reads an object of several components. */
    record ObjectReader(MappedType<?> type, List<ComponentReader> components) implements ComponentReader {

        @Override
        public Object read(StoredRow row) {
            @Nullable Object[] values = new @Nullable Object[components.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = components.get(i).read(row);
            }
            return type.make(values);
        }

        @Override
        public boolean isNull(StoredRow row) {
            return components.stream().allMatch(component -> component.isNull(row));
        }
    }

    /** Reads an object that is null, or an empty Optional, where all of its columns are NULL, as those of an outer join may be. */
    record NestedReader(ObjectReader object, boolean optional) implements ComponentReader {

        @Override
        public @Nullable Object read(StoredRow row) {
            Object value = isNull(row) ? null : object.read(row);
            return optional ? Optional.ofNullable(value) : value;
        }

        @Override
        public boolean isNull(StoredRow row) {
            return object.isNull(row);
        }
    }

    static ComponentReader of(MappedType.Component component, ObjectReader object) {
        return new NestedReader(object, component.type() == Optional.class);
    }

    /** Returns the reader of a column. It turns NULL into null, an empty Optional, or an error for a primitive. */
    static ComponentReader of(MappedType.Component component, int column) {
        return new ColumnReader(column, value(component, column));
    }

    private static Function<StoredRow, @Nullable Object> value(MappedType.Component component, int column) {
        Class<?> type = component.type();
        if (type.isPrimitive()) {
            return row -> row.present(column, type);
        }
        if (type == Optional.class) {
            Class<?> content = component.content();
            return row -> row.getOptional(column, content);
        }
        if (type == OptionalInt.class) {
            return row ->
                    row.getOptional(column, Integer.class).map(OptionalInt::of).orElseGet(OptionalInt::empty);
        }
        if (type == OptionalLong.class) {
            return row ->
                    row.getOptional(column, Long.class).map(OptionalLong::of).orElseGet(OptionalLong::empty);
        }
        if (type == OptionalDouble.class) {
            return row -> row.getOptional(column, Double.class)
                    .map(OptionalDouble::of)
                    .orElseGet(OptionalDouble::empty);
        }
        return row -> row.get(column, type);
    }
}
