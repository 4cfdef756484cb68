package io.asyncsqlite.internal.engine;

import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Brings the driver's exceptions back to what SQLite said: a number and a message. They are no causes: their messages are of any length, and show
 * what a hostile file says as it is.
 */
final class JniErrors {

    // The driver writes codes that it has no name for as "UNKNOWN_ERROR:NUMBER (message)".
    private static final Pattern UNKNOWN =
            Pattern.compile("[^:(]*UNKNOWN_ERROR[^:(]*:(\\d+) \\((.*)\\)", Pattern.DOTALL);

    private JniErrors() {}

    static EngineException translate(SQLException e) {
        String message = String.valueOf(e.getMessage());
        if (!(e instanceof SQLiteException failure)) {
            // The driver's own complaint, such as a closed connection, and nothing that SQLite said.
            return new EngineException(ownCode(message), message);
        }
        SQLiteErrorCode code = failure.getResultCode();
        Matcher unknown = UNKNOWN.matcher(message);
        if (code == SQLiteErrorCode.UNKNOWN_ERROR && unknown.matches()) {
            return new EngineException(Integer.parseInt(unknown.group(1)), unknown.group(2));
        }
        return new EngineException(code.code, ownWords(message, code + " ("));
    }

    private static String ownWords(String message, String prefix) {
        return message.startsWith(prefix) && message.endsWith(")")
                ? message.substring(prefix.length(), message.length() - 1)
                : message;
    }

    /** The driver says so itself where SQLite, or the driver's native part, found no memory. */
    private static int ownCode(String message) {
        return message.toLowerCase(Locale.ROOT).contains("out of memory") ? ResultCodes.NOMEM : ResultCodes.MISUSE;
    }
}
