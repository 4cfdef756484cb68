package io.asyncsqlite.internal.statement;

import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.StorageClass;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads the value of one component of a record from a column. Thread-safe. */
@FunctionalInterface
interface ComponentReader {

    @Nullable
    Object read(StoredRow row, int column);

    /** Returns the reader of a component. It turns NULL into null, an empty Optional, or an error for a primitive. */
    static ComponentReader of(RecordComponent component) {
        Class<?> type = component.getType();
        if (type.isPrimitive()) {
            return (row, column) -> row.present(column, type);
        }
        if (type == Optional.class) {
            Class<?> content = content(component);
            return (row, column) -> Optional.ofNullable(row.value(column, content));
        }
        if (type == OptionalInt.class) {
            return (row, column) -> row.storageClass(column) == StorageClass.NULL
                    ? OptionalInt.empty()
                    : OptionalInt.of(row.intValue(column));
        }
        if (type == OptionalLong.class) {
            return (row, column) -> row.storageClass(column) == StorageClass.NULL
                    ? OptionalLong.empty()
                    : OptionalLong.of(row.longValue(column));
        }
        if (type == OptionalDouble.class) {
            return (row, column) -> row.storageClass(column) == StorageClass.NULL
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(row.doubleValue(column));
        }
        return (row, column) -> row.value(column, type);
    }

    private static Class<?> content(RecordComponent component) {
        Type generic = component.getGenericType();
        Type content = generic instanceof ParameterizedType optional ? optional.getActualTypeArguments()[0] : generic;
        if (content instanceof Class<?> type && type != Optional.class) {
            return type;
        }
        throw new InvalidResultException(
                "Component '" + component.getName() + "' of "
                        + component.getDeclaringRecord().getName() + " must be an Optional of a class",
                null);
    }
}
