package io.asyncsqlite.transfer;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.internal.sql.Identifiers;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How an import runs, whatever its format.
 *
 * @param chunkRows rows of a chunk; 0 for the default of a bulk write
 * @param badLines gets the lines that are left out; null if such a line ends the import
 * @param whole whether a failure undoes all rows
 * @param creates whether the table is created
 */
record ImportSettings(
        AsyncOperations db,
        String table,
        int chunkRows,
        Consumer<? super TransferProgress> progress,
        @Nullable Consumer<? super BadLine> badLines,
        boolean whole,
        boolean creates) {

    static ImportSettings of(AsyncOperations db, String table) {
        return new ImportSettings(db, table, 0, progress -> {}, null, false, false);
    }

    /** Returns the name of the table for SQL and messages. */
    String quotedTable() {
        return Identifiers.quoted(table);
    }

    ImportSettings withChunkRows(int rows) {
        return new ImportSettings(db, table, rows, progress, badLines, whole, creates);
    }

    ImportSettings withProgress(Consumer<? super TransferProgress> listener) {
        return new ImportSettings(db, table, chunkRows, listener, badLines, whole, creates);
    }

    ImportSettings withBadLines(Consumer<? super BadLine> listener) {
        return new ImportSettings(db, table, chunkRows, progress, listener, whole, creates);
    }

    ImportSettings asWhole() {
        return new ImportSettings(db, table, chunkRows, progress, badLines, true, creates);
    }

    ImportSettings creating() {
        return new ImportSettings(db, table, chunkRows, progress, badLines, whole, true);
    }
}
