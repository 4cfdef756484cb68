package io.asyncsqlite.transfer;

import io.asyncsqlite.AsyncOperations;

/**
 * An import of lines of JSON, see {@link NdJson#into}. Immutable.
 *
 * <p><b>Members.</b> Each member goes to the column of its name, in upper and lower case as the table has it. A column without a member gets
 * its DEFAULT, and {@code null} is NULL. Names without a column are refused if one of the first 1,000 lines has them; later ones are left out. Empty lines
 * are left out.
 *
 * <p><b>Values.</b> Columns declared as BLOB take hexadecimal texts. A line that is no JSON object, or longer than 16 million characters, is a bad line.
 * The text must be UTF-8.
 */
public final class NdJsonImport extends Import<NdJsonImport> {

    private NdJsonImport(ImportSettings settings) {
        super(settings);
    }

    static NdJsonImport into(AsyncOperations db, String table) {
        return new NdJsonImport(ImportSettings.of(db, table));
    }

    @Override
    NdJsonImport with(ImportSettings changed) {
        return new NdJsonImport(changed);
    }

    @Override
    ImportFormat format() {
        return new NdJsonFormat();
    }
}
