package io.asyncsqlite.internal.sql;

/** Compares names as SQLite does, and quotes them. */
public final class Identifiers {

    private Identifiers() {}

    /**
     * Folds a name: upper and lower case of ASCII letters are the same, and of no other letters.
     *
     * @see <a href="https://www.sqlite.org/c3ref/stricmp.html">sqlite3_stricmp</a>
     */
    public static String fold(String name) {
        StringBuilder folded = new StringBuilder(name);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                folded.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return folded.toString();
    }

    /** Returns a name in quotes, whatever characters it has. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
