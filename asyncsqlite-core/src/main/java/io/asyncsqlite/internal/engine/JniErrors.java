package io.asyncsqlite.internal.engine;

import java.sql.SQLException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.core.Codes;

/**
 * Turns the driver's exceptions back into SQLite's number and message. They are not kept as causes: their messages may be of any
 * length, and quote the content of a hostile file unchanged.
 */
final class JniErrors {

    // The driver writes codes that it has no name for as "UNKNOWN_ERROR:NUMBER (message)".
    private static final Pattern UNKNOWN =
            Pattern.compile("[^:(]*UNKNOWN_ERROR[^:(]*:(\\d+) \\((.*)\\)", Pattern.DOTALL);

    private JniErrors() {}

    /** Returns the code that belongs to SQLite's own text for it, SQLITE_ERROR for other messages. */
    static int codeOf(String message) {
        return switch (message) {
            case "database or disk is full" -> Codes.SQLITE_FULL;
            case "disk I/O error" -> Codes.SQLITE_IOERR;
            case "database is locked" -> Codes.SQLITE_BUSY;
            case "out of memory" -> Codes.SQLITE_NOMEM;
            default -> Codes.SQLITE_ERROR;
        };
    }

    static EngineException translate(SQLException e) {
        String message = String.valueOf(e.getMessage());
        if (!(e instanceof SQLiteException failure)) {
            // An error of the driver itself, such as a closed connection.
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

    /** Returns NOMEM if the driver reports that SQLite, or the driver's native part, found no memory. */
    private static int ownCode(String message) {
        return message.toLowerCase(Locale.ROOT).contains("out of memory") ? Codes.SQLITE_NOMEM : Codes.SQLITE_MISUSE;
    }
}
