package io.asyncsqlite.r2dbc;

import static java.util.Map.entry;

import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Type;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The meaning, for clients, of the type that CREATE TABLE declares for a column. SQLite itself takes only an affinity from it.
 *
 * @param type the nearest type of R2DBC
 * @param javaType what {@code get} without a type gives, if {@code decodes}, else the type for NULL
 * @param decodes whether values are converted to the Java type where they fit
 * @param precision the first number in parentheses, or null
 * @param scale the second one, or null
 * @see <a href="https://www.sqlite.org/datatype3.html#determination_of_column_affinity">Determination of column affinity</a>
 */
record DeclaredType(
        Type type,
        Class<?> javaType,
        boolean decodes,
        @Nullable Integer precision,
        @Nullable Integer scale) {

    private static final Pattern FORM =
            Pattern.compile("([^(]*)(?:\\(\\s*\\+?(\\d{1,9})\\s*(?:,\\s*\\+?(\\d{1,9})\\s*)?\\).*)?", Pattern.DOTALL);

    private static final String TEXT = " TEXT";

    private static final Map<String, Type> KNOWN = Map.ofEntries(
            entry("TINYINT", R2dbcType.TINYINT),
            entry("SMALLINT", R2dbcType.SMALLINT),
            entry("INT2", R2dbcType.SMALLINT),
            entry("BIGINT", R2dbcType.BIGINT),
            entry("INT8", R2dbcType.BIGINT),
            entry("UNSIGNED BIG INT", R2dbcType.BIGINT),
            entry("BOOLEAN", R2dbcType.BOOLEAN),
            entry("BOOL", R2dbcType.BOOLEAN),
            entry("CHAR", R2dbcType.CHAR),
            entry("CHARACTER", R2dbcType.CHAR),
            entry("NCHAR", R2dbcType.NCHAR),
            entry("NATIVE CHARACTER", R2dbcType.NCHAR),
            entry("NVARCHAR", R2dbcType.NVARCHAR),
            entry("CLOB", R2dbcType.CLOB),
            entry("NCLOB", R2dbcType.NCLOB),
            entry("BINARY", R2dbcType.BINARY),
            entry("VARBINARY", R2dbcType.VARBINARY),
            entry("FLOAT", R2dbcType.FLOAT),
            entry("DECIMAL", R2dbcType.DECIMAL),
            entry("NUMERIC", R2dbcType.NUMERIC),
            entry("UUID", OtherType.UUID),
            entry("JSON", OtherType.JSON),
            entry("DATE", R2dbcType.DATE),
            entry("TIME", R2dbcType.TIME),
            entry("TIME WITHOUT TIME ZONE", R2dbcType.TIME),
            entry("TIME WITH TIME ZONE", R2dbcType.TIME_WITH_TIME_ZONE),
            entry("DATETIME", R2dbcType.TIMESTAMP),
            entry("TIMESTAMP", R2dbcType.TIMESTAMP),
            entry("TIMESTAMP WITHOUT TIME ZONE", R2dbcType.TIMESTAMP),
            entry("TIMESTAMPTZ", R2dbcType.TIMESTAMP_WITH_TIME_ZONE),
            entry("TIMESTAMP WITH TIME ZONE", R2dbcType.TIMESTAMP_WITH_TIME_ZONE));

    /** Types whose Java type differs from that of the stored value. */
    private static final Set<Type> DECODED = Set.of(
            R2dbcType.BIGINT,
            R2dbcType.BOOLEAN,
            R2dbcType.DECIMAL,
            R2dbcType.NUMERIC,
            OtherType.UUID,
            OtherType.JSON,
            R2dbcType.DATE,
            R2dbcType.TIME,
            R2dbcType.TIME_WITH_TIME_ZONE,
            R2dbcType.TIMESTAMP,
            R2dbcType.TIMESTAMP_WITH_TIME_ZONE);

    /** Declarations that were read already. A program has few; a limit guards against those that make tables without end. */
    private static final Map<String, DeclaredType> READ = new ConcurrentHashMap<>();

    private static final int MOST_READ = 1000;

    static DeclaredType of(String declared) {
        DeclaredType known = READ.get(declared);
        if (known == null) {
            known = read(declared);
            if (READ.size() < MOST_READ) {
                READ.put(declared, known);
            }
        }
        return known;
    }

    private static DeclaredType read(String declared) {
        Matcher form = FORM.matcher(declared);
        boolean matches = form.matches();
        String name = (matches ? form.group(1) : declared)
                .strip()
                .replaceAll("\\s+", " ")
                .toUpperCase(Locale.ROOT);
        Type known = known(name);
        Type type = known != null ? known : ofAffinity(name);
        boolean decodes = known != null && DECODED.contains(known);
        return new DeclaredType(
                type,
                decodes ? type.getJavaType() : javaTypeOfStored(type, known != null),
                decodes,
                matches ? number(form.group(2)) : null,
                matches ? number(form.group(3)) : null);
    }

    /** Finds a type by its name, also with TEXT behind it, which makes the affinity TEXT. */
    private static @Nullable Type known(String name) {
        return KNOWN.get(name.endsWith(TEXT) ? name.substring(0, name.length() - TEXT.length()) : name);
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

    /** Small integers are Integer, as every INTEGER that fits. A column of an unknown type may hold anything. */
    private static Class<?> javaTypeOfStored(Type type, boolean known) {
        if (type == R2dbcType.NUMERIC && !known) {
            return Object.class;
        }
        return type == R2dbcType.TINYINT || type == R2dbcType.SMALLINT ? Integer.class : type.getJavaType();
    }

    private static @Nullable Integer number(@Nullable String digits) {
        return digits == null ? null : Integer.valueOf(digits);
    }
}
