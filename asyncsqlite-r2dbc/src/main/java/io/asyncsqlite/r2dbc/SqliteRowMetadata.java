package io.asyncsqlite.r2dbc;

import io.asyncsqlite.Column;
import io.asyncsqlite.Row;
import io.r2dbc.spi.RowMetadata;
import java.util.AbstractList;
import java.util.List;

/** The columns of one row. */
final class SqliteRowMetadata implements RowMetadata {

    private final RowShape shape;
    private final Row row;

    SqliteRowMetadata(RowShape shape, Row row) {
        this.shape = shape;
        this.row = row;
    }

    @Override
    public SqliteColumnMetadata getColumnMetadata(int index) {
        Column column = shape.columns(row).get(shape.checkIndex(index));
        return new SqliteColumnMetadata(column, shape.decoding(row, index), row, index);
    }

    @Override
    public SqliteColumnMetadata getColumnMetadata(String name) {
        return getColumnMetadata(shape.requireIndex(name));
    }

    @Override
    public List<SqliteColumnMetadata> getColumnMetadatas() {
        return new AbstractList<>() {

            @Override
            public SqliteColumnMetadata get(int index) {
                return getColumnMetadata(index);
            }

            @Override
            public int size() {
                return shape.columns(row).size();
            }
        };
    }

    @Override
    public boolean contains(String columnName) {
        return shape.contains(columnName);
    }
}
