package io.asyncsqlite.internal.backup;

import io.asyncsqlite.internal.engine.MalformedText;
import java.nio.charset.Charset;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Writes stored values as SQL, so that the same values are stored when it runs.
 *
 * @param encoding that of the texts of the database
 */
record Literals(Charset encoding) {

    private static final HexFormat HEX = HexFormat.of();

    /** Returns a text in quotes. */
    static String text(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    String value(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof String text) {
            // NUL would end the statement.
            return text.indexOf('\0') < 0 ? text(text) : bytesOfText(text.getBytes(encoding));
        }
        if (value instanceof Double real) {
            return real(real);
        }
        if (value instanceof byte[] bytes) {
            return "X'" + HEX.formatHex(bytes) + '\'';
        }
        return value instanceof MalformedText malformed ? bytesOfText(malformed.bytes()) : value.toString();
    }

    private static String bytesOfText(byte[] bytes) {
        return "CAST(X'" + HEX.formatHex(bytes) + "' AS TEXT)";
    }

    /** SQLite has no NaN, and no name for infinity: it reads a number that is too large as one. */
    private static String real(double real) {
        if (Double.isInfinite(real)) {
            return real > 0 ? "9e999" : "-9e999";
        }
        return Double.toString(real);
    }
}
