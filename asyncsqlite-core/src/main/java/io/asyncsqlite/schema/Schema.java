package io.asyncsqlite.schema;

import io.asyncsqlite.SyncOperations;
import java.util.List;
import java.util.Optional;

/**
 * The tables and views of a database file, without those that SQLite makes for itself ({@code sqlite_...}). Attached databases and temporary
 * tables are not part of it.
 *
 * <pre>{@code
 * return db.read(Schema::of)
 *         .thenApply(schema -> schema.table("note").orElseThrow().columns().stream()
 *                 .map(TableColumn::name)
 *                 .toList());
 * }</pre>
 *
 * @param tables in the order of their names
 */
public record Schema(List<Table> tables) {

    /** Copies the list. */
    public Schema {
        tables = List.copyOf(tables);
    }

    /**
     * Reads the schema. As the work of {@link io.asyncsqlite.AsyncSqlite#read} or of {@link io.asyncsqlite.BlockingSqlite#read} it reads one
     * state of the database; inside of a transaction it reads what the transaction sees.
     *
     * @param connection where to ask
     * @return the schema
     * @throws io.asyncsqlite.SqliteException if the database cannot be read
     */
    public static Schema of(SyncOperations connection) {
        return new SchemaReader(connection).read();
    }

    /**
     * Returns a table or view.
     *
     * @param name its name; as in SQLite, the case of ASCII letters does not count
     * @return the table or view, if there is one
     */
    public Optional<Table> table(String name) {
        return tables.stream().filter(table -> Names.equal(table.name(), name)).findFirst();
    }
}
