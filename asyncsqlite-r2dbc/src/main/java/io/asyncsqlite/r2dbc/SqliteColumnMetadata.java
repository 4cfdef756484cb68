package io.asyncsqlite.r2dbc;

import io.asyncsqlite.Column;
import io.asyncsqlite.Row;
import io.r2dbc.spi.ColumnMetadata;
import io.r2dbc.spi.Type;
import org.jspecify.annotations.Nullable;

/**
 * A column of one row: its declared type, or for an expression the type of the value that it has in this row.
 *
 * <p>Whether it can be NULL is unknown: SQLite has no such information for the columns of a query.
 */
final class SqliteColumnMetadata implements ColumnMetadata {

    private final Column column;
    private final @Nullable DeclaredType declared;
    private final @Nullable DeclaredType decoding;
    private final Row row;
    private final int index;

    SqliteColumnMetadata(Column column, @Nullable DeclaredType decoding, Row row, int index) {
        this.column = column;
        this.decoding = decoding;
        this.declared = column.declaredType() == null ? null : DeclaredType.of(column.declaredType());
        this.row = row;
        this.index = index;
    }

    @Override
    public String getName() {
        return column.name();
    }

    @Override
    public Type getType() {
        return declared != null ? declared.type() : Values.typeOf(row, index);
    }

    /** Returns the type that {@code get} without a type gives: of the value in this row, or for NULL that of the column's type. */
    @Override
    public Class<?> getJavaType() {
        Class<?> ofValue = Values.javaType(row, index, decoding);
        if (ofValue != null) {
            return ofValue;
        }
        return declared != null
                ? declared.javaType()
                : Values.typeOf(row, index).getJavaType();
    }

    @Override
    public Column getNativeTypeMetadata() {
        return column;
    }

    @Override
    public @Nullable Integer getPrecision() {
        return declared == null ? null : declared.precision();
    }

    @Override
    public @Nullable Integer getScale() {
        return declared == null ? null : declared.scale();
    }
}
