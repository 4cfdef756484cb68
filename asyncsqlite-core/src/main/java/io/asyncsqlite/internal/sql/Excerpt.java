package io.asyncsqlite.internal.sql;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Shortens texts for messages and log lines: such texts may be long, hold data, or come from a hostile file. An excerpt has at
 * most {@value #MAX_LENGTH} characters, no literal of a statement, and no character that would break a line or change the
 * direction of writing.
 */
public final class Excerpt {

    /** How many characters are shown at most, without the mark for omitted text. */
    public static final int MAX_LENGTH = 500;

    private static final int MAX_NAME = 100;
    private static final Pattern QUOTED_LITERAL =
            Pattern.compile("((?:near|unrecognized token:) )\"[xX]?['0-9.].*\"", Pattern.DOTALL);
    private static final char REPLACEMENT = '\uFFFD';

    private Excerpt() {}

    /**
     * Shortens SQL: without comments, and with {@code ?} in place of strings, blobs and numbers.
     *
     * @param sql SQL text, right or wrong
     * @return one line
     */
    public static String of(String sql) {
        StringBuilder text = new StringBuilder();
        SqlTokenizer tokens = new SqlTokenizer(sql);
        int lastEnd = 0;
        for (SqlTokenizer.Type type = tokens.next(); type != SqlTokenizer.Type.END; type = tokens.next()) {
            if (text.length() >= MAX_LENGTH) {
                return shortened(text, sql.length());
            }
            if (tokens.start() > lastEnd && !text.isEmpty()) {
                text.append(' ');
            }
            lastEnd = tokens.end();
            if (tokens.isLiteral(type)) {
                text.append('?');
            } else {
                // One character more than is shown, so that the cut is noticed.
                text.append(sql, tokens.start(), Math.min(lastEnd, tokens.start() + MAX_LENGTH + 1));
            }
        }
        return text.length() > MAX_LENGTH ? shortened(text, sql.length()) : printable(text.toString());
    }

    /**
     * Shortens SQL for the end of a message.
     *
     * @param sql SQL text, right or wrong
     * @return as {@link #of}, in brackets after a space
     */
    public static String shown(String sql) {
        return " [" + of(sql) + "]";
    }

    /**
     * Shortens and quotes a name, or another short text that was given.
     *
     * @param name the text
     * @return it in single quotes
     */
    public static String ofName(String name) {
        return "'" + ofText(name, MAX_NAME) + "'";
    }

    /**
     * Shows a stored value.
     *
     * @param value a {@code Long}, {@code Double}, {@code String} or {@code byte[]}, or null
     * @return one line; a text in single quotes, of bytes their number
     */
    public static String ofValue(@Nullable Object value) {
        if (value instanceof String text) {
            return ofName(text);
        }
        return value instanceof byte[] bytes ? "BLOB of " + bytes.length + " bytes" : String.valueOf(value);
    }

    /**
     * Shortens a list of names, or another text that is no statement.
     *
     * @param text the text
     * @return one line
     */
    public static String ofText(String text) {
        return ofText(text, MAX_LENGTH);
    }

    /**
     * Shortens a message of SQLite's, which may hold names of a file, and quote a token of any length; without that token if it is a literal.
     *
     * @param message the message
     * @return one line
     */
    public static String ofMessage(String message) {
        return ofText(QUOTED_LITERAL.matcher(message).replaceFirst("$1\"?\""));
    }

    private static String ofText(String text, int max) {
        return text.length() <= max
                ? printable(text)
                : shortened(new StringBuilder(text.substring(0, max)), text.length());
    }

    private static String shortened(StringBuilder head, int length) {
        head.setLength(Math.min(head.length(), MAX_LENGTH));
        int end = head.length();
        if (Character.isHighSurrogate(head.charAt(end - 1))) {
            end--;
        }
        return printable(head.substring(0, end)) + "... (" + length + " characters)";
    }

    /**
     * Makes one line of a text, without a change of its length.
     *
     * @param text any text
     * @return spaces in place of white space, and U+FFFD in place of other characters that cannot be seen
     */
    public static String printable(String text) {
        StringBuilder line = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char shown = shown(c);
            if (shown != c) {
                line = line == null ? new StringBuilder(text) : line;
                line.setCharAt(i, shown);
            }
        }
        return line == null ? text : line.toString();
    }

    private static char shown(char c) {
        if (c >= '\t' && c <= '\r') {
            return ' ';
        }
        int type = Character.getType(c);
        boolean unseen = type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        return unseen ? REPLACEMENT : c;
    }
}
