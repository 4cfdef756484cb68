package io.asyncsqlite.transfer;

import io.asyncsqlite.internal.sql.Identifiers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How lines of CSV become rows.
 *
 * @param columns the columns of the fields, in order, of a source without a header; null if there is a header
 * @param mapping the columns of the fields by their names in the header; null if these are the names of the columns
 * @param conversions by the folded names of columns
 */
record CsvSettings(
        Charset charset,
        char delimiter,
        @Nullable List<String> columns,
        @Nullable Map<String, String> mapping,
        Map<String, Function<String, ?>> conversions) {

    static final CsvSettings DEFAULTS = new CsvSettings(StandardCharsets.UTF_8, ',', null, null, Map.of());

    CsvSettings withCharset(Charset other) {
        return new CsvSettings(other, delimiter, columns, mapping, conversions);
    }

    CsvSettings withDelimiter(char other) {
        return new CsvSettings(charset, other, columns, mapping, conversions);
    }

    CsvSettings withColumns(List<String> names) {
        return new CsvSettings(charset, delimiter, names, null, conversions);
    }

    CsvSettings withMapping(Map<String, String> names) {
        return new CsvSettings(charset, delimiter, null, names, conversions);
    }

    CsvSettings withConversion(String column, Function<String, ?> conversion) {
        Map<String, Function<String, ?>> more = new HashMap<>(conversions);
        more.put(Identifiers.fold(column), conversion);
        return new CsvSettings(charset, delimiter, columns, mapping, Map.copyOf(more));
    }

    static char checkedDelimiter(char delimiter) {
        if (delimiter == '"' || delimiter == '\r' || delimiter == '\n') {
            throw new IllegalArgumentException(
                    "delimiter must not be a quote or the end of a line, was character " + (int) delimiter);
        }
        return delimiter;
    }
}
