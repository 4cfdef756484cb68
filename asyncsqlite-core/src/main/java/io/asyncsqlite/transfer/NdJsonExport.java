package io.asyncsqlite.transfer;

import io.asyncsqlite.RowQuery;

/**
 * An export as lines of JSON, see {@link NdJson#from}. Immutable.
 *
 * <p>Each row is an object on a line of its own, which ends with LF. NULL is {@code null}, and infinite numbers are {@code 9e999}, as SQLite's JSON
 * functions write and read them. Texts that hold JSON stay texts.
 */
public final class NdJsonExport extends Export<NdJsonExport> {

    private NdJsonExport(ExportSettings settings) {
        super(settings);
    }

    static NdJsonExport of(RowQuery query) {
        return new NdJsonExport(ExportSettings.of(query));
    }

    @Override
    NdJsonExport with(ExportSettings changed) {
        return new NdJsonExport(changed);
    }

    @Override
    RowText newText() {
        return new NdJsonRowText();
    }
}
