package io.asyncsqlite.transfer;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.RowQuery;
import java.util.Objects;

/**
 * Imports and exports CSV as RFC 4180 describes it. Needs {@code de.siegmar:fastcsv} on the class path or module path.
 *
 * <pre>{@code
 * CompletableFuture<ImportResult> imported = Csv.into(db, "person").from(file);
 * }</pre>
 *
 * <p>A field without quotes that is empty is NULL; {@code ""} is the empty text. Bytes are hexadecimal.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
public final class Csv {

    private Csv() {}

    /**
     * Prepares an import into a table of the database. Nothing runs until the result gets a source.
     *
     * @param db a database, a transaction or a connection
     * @param table name of a table, as it is; it is quoted
     * @return the import
     * @throws IllegalStateException without {@code de.siegmar:fastcsv}
     */
    public static CsvImport into(AsyncOperations db, String table) {
        requireParser();
        return CsvImport.into(Objects.requireNonNull(db, "db"), Objects.requireNonNull(table, "table"));
    }

    /**
     * Prepares an export of the rows of a query. Nothing runs until the result gets a target.
     *
     * @param query of a database, a transaction or a connection
     * @return the export
     * @throws IllegalStateException without {@code de.siegmar:fastcsv}
     */
    public static CsvExport from(RowQuery query) {
        requireParser();
        return CsvExport.of(Objects.requireNonNull(query, "query"));
    }

    private static void requireParser() {
        try {
            CsvFormat.load();
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "CSV needs the library de.siegmar:fastcsv, which is not there: add it as a dependency."
                            + " On the module path add --add-modules de.siegmar.fastcsv, or require it",
                    e);
        }
    }
}
