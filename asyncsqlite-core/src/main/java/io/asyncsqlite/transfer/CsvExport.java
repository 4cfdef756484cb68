package io.asyncsqlite.transfer;

import io.asyncsqlite.RowQuery;

/**
 * An export as CSV, see {@link Csv#from}. Immutable.
 *
 * <p>Lines end with CR LF, and fields have quotes where they need them. NULL is empty, the empty text {@code ""}. A REAL is written so that it is
 * read as the same one.
 *
 * <pre>{@code
 * CompletableFuture<TransferProgress> exported =
 *         Csv.from(db.query("SELECT * FROM person WHERE born < ?", 1900)).to(file);
 * }</pre>
 */
public final class CsvExport extends Export<CsvExport> {

    private final char delimiter;
    private final boolean header;
    private final boolean mark;

    private CsvExport(ExportSettings settings, char delimiter, boolean header, boolean mark) {
        super(settings);
        this.delimiter = delimiter;
        this.header = header;
        this.mark = mark;
    }

    static CsvExport of(RowQuery query) {
        return new CsvExport(ExportSettings.of(query), ',', true, false);
    }

    @Override
    CsvExport with(ExportSettings changed) {
        return new CsvExport(changed, delimiter, header, mark);
    }

    @Override
    RowText newText() {
        return new CsvRowText(delimiter, header, mark);
    }

    /**
     * Sets what separates fields.
     *
     * @param separator default a comma; no quote and no end of a line
     * @return an export with this delimiter
     * @throws IllegalArgumentException if the delimiter is a quote or an end of a line
     */
    public CsvExport withDelimiter(char separator) {
        return new CsvExport(settings(), CsvSettings.checkedDelimiter(separator), header, mark);
    }

    /**
     * Leaves out the record with the names of the columns.
     *
     * @return an export without a header
     */
    public CsvExport withoutHeader() {
        return new CsvExport(settings(), delimiter, false, mark);
    }

    /**
     * Begins the text with a byte order mark, by which Excel knows UTF-8.
     *
     * @return an export with a byte order mark
     */
    public CsvExport withByteOrderMark() {
        return new CsvExport(settings(), delimiter, header, true);
    }
}
