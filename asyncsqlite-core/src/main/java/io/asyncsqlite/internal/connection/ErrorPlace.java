package io.asyncsqlite.internal.connection;

import io.asyncsqlite.internal.sql.Excerpt;

/** Points at a place of an SQL text. */
final class ErrorPlace {

    // Characters of the line before and after the place.
    private static final int AROUND = 60;

    private ErrorPlace() {}

    /** Returns the line of the place and a caret below it, on lines of their own, or nothing if the place is not known. */
    static String pointer(String sql, int offset) {
        if (offset < 0 || offset > sql.length()) {
            return "";
        }
        int start = Math.max(sql.lastIndexOf('\n', offset - 1) + 1, offset - AROUND);
        int newline = sql.indexOf('\n', offset);
        int end = Math.min(newline < 0 ? sql.length() : newline, offset + AROUND);
        String line = Excerpt.printable(sql.substring(start, end));
        return "\n  " + line + "\n  " + " ".repeat(sql.codePointCount(start, offset)) + "^";
    }
}
