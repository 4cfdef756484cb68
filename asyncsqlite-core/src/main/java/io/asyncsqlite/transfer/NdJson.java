package io.asyncsqlite.transfer;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.RowQuery;
import java.util.Objects;

/**
 * Imports and exports lines of JSON: each line is an object, and each of its members a column.
 *
 * <p>SQLite's own functions read the JSON. So {@code true} and {@code false} become 1 and 0, an object or an array becomes its text, of several members
 * with one name the first counts, and an integer beyond 64 bits becomes a REAL. Bytes are hexadecimal texts.
 *
 * <pre>{@code
 * return NdJson.from(db.query("SELECT id, name FROM person"))
 *         .replacing()
 *         .to(file)
 *         .thenCompose(
 *                 exported -> NdJson.into(db, "person_copy").createTable().from(file));
 * }</pre>
 *
 * @see <a href="https://www.sqlite.org/json1.html">JSON functions</a>
 */
public final class NdJson {

    private NdJson() {}

    /**
     * Prepares an import into a table of the database. Nothing runs until the result gets a source.
     *
     * @param db a database, a transaction or a connection
     * @param table name of a table, as it is; it is quoted
     * @return the import
     */
    public static NdJsonImport into(AsyncOperations db, String table) {
        return NdJsonImport.into(Objects.requireNonNull(db, "db"), Objects.requireNonNull(table, "table"));
    }

    /**
     * Prepares an export of the rows of a query. Nothing runs until the result gets a target.
     *
     * @param query of a database, a transaction or a connection. Its columns need distinct names
     * @return the export
     */
    public static NdJsonExport from(RowQuery query) {
        return NdJsonExport.of(Objects.requireNonNull(query, "query"));
    }
}
