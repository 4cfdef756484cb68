package io.asyncsqlite.schema;

/** Compares names as SQLite does. */
final class Names {

    private Names() {}

    /** Ignores the case of ASCII letters only, see <a href="https://www.sqlite.org/c3ref/stricmp.html">sqlite3_stricmp</a>. */
    static boolean equal(String a, String b) {
        return a.length() == b.length()
                && a.chars()
                        .map(Names::lower)
                        .boxed()
                        .toList()
                        .equals(b.chars().map(Names::lower).boxed().toList());
    }

    private static int lower(int letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
    }
}
