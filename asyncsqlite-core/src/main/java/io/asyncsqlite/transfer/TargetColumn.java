package io.asyncsqlite.transfer;

import io.asyncsqlite.Row;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column of the table that takes values.
 *
 * @param declared its declared type in upper case, or empty
 * @param converted whether its values are converted to its type before anything sees them: not those of views and virtual tables
 * @param defaultValue the expression of its DEFAULT, or null
 */
record TargetColumn(
        String name,
        String declared,
        boolean converted,
        @Nullable String defaultValue) {

    /** Leaves out generated columns and hidden ones. */
    static final String QUERY = """
            SELECT name, type, dflt_value,
                NOT EXISTS (SELECT 1 FROM pragma_table_list(?1) AS one WHERE one.type <> 'table') AS converted
            FROM pragma_table_xinfo(?1) WHERE hidden = 0 ORDER BY cid""";

    static TargetColumn of(Row row) {
        String type = row.getString("type");
        return new TargetColumn(
                Objects.requireNonNull(row.getString("name")),
                type == null ? "" : type.toUpperCase(Locale.ROOT),
                row.getLong("converted") != 0,
                row.getString("dflt_value"));
    }

    /** Returns which texts become numbers. */
    NumberText numbers() {
        return converted ? NumberText.of(declared) : NumberText.NONE;
    }

    /** Tells whether its values are bytes. */
    boolean holdsBytes() {
        return declared.contains("BLOB");
    }
}
