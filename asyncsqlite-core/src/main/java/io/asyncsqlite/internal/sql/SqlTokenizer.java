package io.asyncsqlite.internal.sql;

/**
 * Splits SQL text into tokens by SQLite's rules.
 *
 * @see <a href="https://www.sqlite.org/draft/tokenreq.html">Tokenizer requirements</a>
 */
final class SqlTokenizer {

    enum Type {
        WORD,
        NUMBER,
        QUOTED,
        PARAMETER,
        SEMICOLON,
        OTHER,
        END
    }

    private final String sql;
    private int start;
    private int end;

    SqlTokenizer(String sql) {
        this.sql = sql;
    }

    /** Returns where the latest token starts: an index into the text. */
    int start() {
        return start;
    }

    /** Returns where the latest token ends: an index into the text. */
    int end() {
        return end;
    }

    /** Tells whether the latest token is a string, blob or number. */
    boolean isLiteral(Type type) {
        return type == Type.NUMBER || (type == Type.QUOTED && sql.charAt(start) == '\'');
    }

    /** Returns the characters of the latest token. */
    String text() {
        return sql.substring(start, end);
    }

    /** Returns the latest token as a name, without quotes of any kind. */
    String unquoted(Type type) {
        return type == Type.QUOTED ? unquoted(text()) : text();
    }

    /** Returns a quoted text without its quotes. */
    static String unquoted(String quoted) {
        String quote = quoted.substring(0, 1);
        String inner = quoted.substring(1, Math.max(1, quoted.length() - 1));
        return quote.equals("[") ? inner : inner.replace(quote + quote, quote);
    }

    boolean is(String word) {
        return end - start == word.length() && sql.regionMatches(true, start, word, 0, word.length());
    }

    /** Moves to the next token, past white space and comments. */
    Type next() {
        skipBlank();
        start = end;
        if (start == sql.length()) {
            return Type.END;
        }
        char c = sql.charAt(end++);
        return switch (c) {
            case ';' -> Type.SEMICOLON;
            case '\'', '"', '`' -> quoted(c);
            case '[' -> quoted(']');
            case '?' -> digits();
            case ':', '@', '$', '#' -> named();
            default -> plain(c);
        };
    }

    private Type plain(char c) {
        if (isDigit(c) || (c == '.' && isDigit(peek(0)))) {
            while (isWordPart(peek(0)) || peek(0) == '.') {
                end++;
            }
            return Type.NUMBER;
        }
        if (isWordPart(c)) {
            while (isWordPart(peek(0))) {
                end++;
            }
            return Type.WORD;
        }
        return Type.OTHER;
    }

    private Type quoted(char quote) {
        while (end < sql.length()) {
            if (sql.charAt(end++) == quote) {
                if (quote == ']' || peek(0) != quote) {
                    return Type.QUOTED;
                }
                end++;
            }
        }
        return Type.QUOTED;
    }

    private Type digits() {
        while (isDigit(peek(0))) {
            end++;
        }
        return Type.PARAMETER;
    }

    /** Takes the Tcl forms {@code $a::b} and {@code $a(b)} too, as SQLite does. */
    private Type named() {
        int first = end;
        while (true) {
            if (isWordPart(peek(0))) {
                end++;
            } else if (peek(0) == ':' && peek(1) == ':') {
                end += 2;
            } else if (peek(0) == '(' && end > first) {
                return parenthesis();
            } else {
                return end > first ? Type.PARAMETER : Type.OTHER;
            }
        }
    }

    /** Takes a parenthesis up to its end. White space in it, or a missing end, makes all of it a token that SQLite refuses. */
    private Type parenthesis() {
        while (end < sql.length() && !isSpace(sql.charAt(end))) {
            if (sql.charAt(end++) == ')') {
                return Type.PARAMETER;
            }
        }
        return Type.OTHER;
    }

    private void skipBlank() {
        while (end < sql.length()) {
            char c = sql.charAt(end);
            if (isSpace(c) || c == '\uFEFF') {
                end++;
            } else if (c == '-' && peek(1) == '-') {
                end = after("\n", end + 2);
            } else if (c == '/' && peek(1) == '*') {
                end = after("*/", end + 2);
            } else {
                return;
            }
        }
    }

    private int after(String mark, int from) {
        int found = sql.indexOf(mark, from);
        return found < 0 ? sql.length() : found + mark.length();
    }

    private char peek(int ahead) {
        return end + ahead < sql.length() ? sql.charAt(end + ahead) : 0;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordPart(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c >= 0x80;
    }
}
