package io.asyncsqlite.r2dbc;

import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Type;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The meaning, for clients, of the type that CREATE TABLE declares for a column. SQLite itself takes only an affinity from it.
 *
 * @param type the nearest type of R2DBC
 * @param precision the first number in parentheses, or null
 * @param scale the second one, or null
 * @see <a href="https://www.sqlite.org/datatype3.html#determination_of_column_affinity">Determination of column affinity</a>
 */
record DeclaredType(
        Type type, @Nullable Integer precision, @Nullable Integer scale) {

    private static final Pattern FORM =
            Pattern.compile("([^(]*)(?:\\(\\s*\\+?(\\d{1,9})\\s*(?:,\\s*\\+?(\\d{1,9})\\s*)?\\).*)?", Pattern.DOTALL);

    private static final Map<String, R2dbcType> KNOWN = Map.ofEntries(
            Map.entry("TINYINT", R2dbcType.TINYINT),
            Map.entry("SMALLINT", R2dbcType.SMALLINT),
            Map.entry("INT2", R2dbcType.SMALLINT),
            Map.entry("BIGINT", R2dbcType.BIGINT),
            Map.entry("INT8", R2dbcType.BIGINT),
            Map.entry("UNSIGNED BIG INT", R2dbcType.BIGINT),
            Map.entry("BOOLEAN", R2dbcType.BOOLEAN),
            Map.entry("BOOL", R2dbcType.BOOLEAN),
            Map.entry("CHAR", R2dbcType.CHAR),
            Map.entry("CHARACTER", R2dbcType.CHAR),
            Map.entry("NCHAR", R2dbcType.NCHAR),
            Map.entry("NATIVE CHARACTER", R2dbcType.NCHAR),
            Map.entry("NVARCHAR", R2dbcType.NVARCHAR),
            Map.entry("CLOB", R2dbcType.CLOB),
            Map.entry("NCLOB", R2dbcType.NCLOB),
            Map.entry("BINARY", R2dbcType.BINARY),
            Map.entry("VARBINARY", R2dbcType.VARBINARY),
            Map.entry("FLOAT", R2dbcType.FLOAT),
            Map.entry("DECIMAL", R2dbcType.DECIMAL),
            Map.entry("DATE", R2dbcType.DATE),
            Map.entry("TIME", R2dbcType.TIME),
            Map.entry("TIME WITH TIME ZONE", R2dbcType.TIME_WITH_TIME_ZONE),
            Map.entry("DATETIME", R2dbcType.TIMESTAMP),
            Map.entry("TIMESTAMP", R2dbcType.TIMESTAMP),
            Map.entry("TIMESTAMP WITH TIME ZONE", R2dbcType.TIMESTAMP_WITH_TIME_ZONE));

    static DeclaredType of(String declared) {
        Matcher form = FORM.matcher(declared);
        String name = (form.matches() ? form.group(1) : declared).strip().toUpperCase(Locale.ROOT);
        R2dbcType known = KNOWN.get(name);
        return new DeclaredType(
                known != null ? known : ofAffinity(name),
                form.matches() ? number(form.group(2)) : null,
                form.matches() ? number(form.group(3)) : null);
    }

    private static R2dbcType ofAffinity(String name) {
        if (name.contains("INT")) {
            return R2dbcType.INTEGER;
        }
        if (name.contains("CHAR") || name.contains("CLOB") || name.contains("TEXT")) {
            return R2dbcType.VARCHAR;
        }
        if (name.contains("BLOB")) {
            return R2dbcType.BLOB;
        }
        return name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB")
                ? R2dbcType.DOUBLE
                : R2dbcType.NUMERIC;
    }

    private static @Nullable Integer number(@Nullable String digits) {
        return digits == null ? null : Integer.valueOf(digits);
    }
}
