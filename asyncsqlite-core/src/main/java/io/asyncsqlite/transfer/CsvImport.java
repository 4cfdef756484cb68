package io.asyncsqlite.transfer;

import io.asyncsqlite.AsyncOperations;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * An import of CSV, see {@link Csv#into}. Immutable.
 *
 * <pre>{@code
 * return Csv.into(db, "person")
 *         .withDelimiter(';')
 *         .withCharset(StandardCharsets.ISO_8859_1)
 *         .withMapping(Map.of("Nr.", "id", "Surname", "name", "Date of birth", "born"))
 *         .withColumn("born", LocalDate::parse)
 *         .withProgress(progress -> System.out.println(progress.rows() + " rows"))
 *         .from(stream);
 * }</pre>
 *
 * <p><b>Columns.</b> The first record is the header. Each of its fields names a column of the table, in any order; columns that it does not name get
 * their DEFAULT. {@link #withColumns} is for sources without a header, {@link #withMapping} for headers with other names.
 *
 * <p><b>Values.</b> A text that looks like a number becomes a number in a column of such a type, as SQLite converts texts; other texts stay, unless the
 * table is STRICT. {@link #withColumn} converts and checks in Java. Fields of columns declared as BLOB are hexadecimal. An empty field is NULL, one
 * with quotes the empty text. Empty lines are left out, but not in a source of one column, where they are NULL.
 *
 * <p><b>Quotes.</b> A quote that is never closed, a character after a closing quote, and a field of more than 16 million characters make a bad line. If
 * bad lines are left out, reading goes on at the next line of the text. Bytes that the charset does not have end the import always.
 */
public final class CsvImport extends Import<CsvImport> {

    private final CsvSettings csv;

    private CsvImport(ImportSettings settings, CsvSettings csv) {
        super(settings);
        this.csv = csv;
    }

    static CsvImport into(AsyncOperations db, String table) {
        return new CsvImport(ImportSettings.of(db, table), CsvSettings.DEFAULTS);
    }

    private CsvImport with(CsvSettings changed) {
        return new CsvImport(settings(), changed);
    }

    @Override
    CsvImport with(ImportSettings changed) {
        return new CsvImport(changed, csv);
    }

    @Override
    ImportFormat format() {
        return new CsvFormat(csv);
    }

    /**
     * Sets the charset.
     *
     * @param charset default UTF-8, with or without a byte order mark
     * @return an import with this charset
     */
    public CsvImport withCharset(Charset charset) {
        return with(csv.withCharset(Objects.requireNonNull(charset, "charset")));
    }

    /**
     * Sets what separates fields.
     *
     * @param delimiter default a comma; no quote and no end of a line
     * @return an import with this delimiter
     * @throws IllegalArgumentException if the delimiter is a quote or an end of a line
     */
    public CsvImport withDelimiter(char delimiter) {
        return with(csv.withDelimiter(CsvSettings.checkedDelimiter(delimiter)));
    }

    /**
     * Tells the columns of a source that has no header.
     *
     * @param names the columns of the fields, in order
     * @return an import of a source without a header
     */
    public CsvImport withColumns(String... names) {
        return with(csv.withColumns(List.of(names)));
    }

    /**
     * Tells the columns of the names in the header. Fields whose names are not in the map are left out.
     *
     * @param columnsByHeader columns of the table by names in the header
     * @return an import with this mapping
     */
    public CsvImport withMapping(Map<String, String> columnsByHeader) {
        return with(csv.withMapping(Map.copyOf(columnsByHeader)));
    }

    /**
     * Converts the texts of a column: {@code withColumn("born", LocalDate::parse)}. A RuntimeException makes a bad line.
     *
     * @param column name of the column
     * @param conversion gets texts that are not NULL; returns a value that can be bound, or null. Runs on the callback executor
     * @return an import with this conversion
     */
    public CsvImport withColumn(String column, Function<String, ?> conversion) {
        Objects.requireNonNull(conversion, "conversion");
        return with(csv.withConversion(column, conversion));
    }
}
