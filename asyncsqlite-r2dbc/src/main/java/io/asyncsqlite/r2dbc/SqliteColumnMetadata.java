package io.asyncsqlite.r2dbc;

import io.r2dbc.spi.ColumnMetadata;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Type;
import org.jspecify.annotations.Nullable;

/** One column of a row. */
final class SqliteColumnMetadata implements ColumnMetadata {

    private final String name;
    private final @Nullable Object stored;

    SqliteColumnMetadata(String name, @Nullable Object stored) {
        this.name = name;
        this.stored = stored;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Type getType() {
        return R2dbcType.VARCHAR;
    }

    @Override
    public @Nullable Class<?> getJavaType() {
        return Values.commonType(stored);
    }
}
