package io.asyncsqlite.transfer;

import io.asyncsqlite.RowQuery;
import java.util.function.Consumer;

/**
 * How an export runs, whatever its format.
 *
 * @param replaces whether a file at the target is replaced
 */
record ExportSettings(RowQuery query, Consumer<? super TransferProgress> progress, boolean replaces) {

    static ExportSettings of(RowQuery query) {
        return new ExportSettings(query, progress -> {}, false);
    }

    ExportSettings withProgress(Consumer<? super TransferProgress> listener) {
        return new ExportSettings(query, listener, replaces);
    }

    ExportSettings replacing() {
        return new ExportSettings(query, progress, true);
    }
}
