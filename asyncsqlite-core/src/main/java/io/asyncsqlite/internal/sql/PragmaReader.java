package io.asyncsqlite.internal.sql;

import java.util.Locale;
import java.util.Set;

/**
 * Follows the tokens of one PRAGMA: {@code PRAGMA [schema.]name [= value | (value)]}, whose names may be quoted in each of SQLite's ways.
 *
 * @see <a href="https://www.sqlite.org/pragma.html#syntax">PRAGMA command syntax</a>
 */
final class PragmaReader {

    private static final Set<String> FALSE = Set.of("off", "0", "false", "no");

    private String name = "";
    private String value = "";
    private boolean hasValue;

    /** Takes a token that follows the word PRAGMA. */
    void accept(SqlTokenizer.Type type, SqlTokenizer token) {
        boolean begins = !hasValue && (token.is("=") || token.is("("));
        if (begins) {
            hasValue = true;
        } else if (hasValue) {
            value = value.isEmpty() ? token.unquoted(type) : value;
        } else if (!token.is(".")) {
            // The word before a dot is the name of a database.
            name = token.unquoted(type);
        }
    }

    /** Returns the use, or throws if SQLite has no PRAGMA of that name or the PRAGMA must never be changed. */
    PragmaUse use() {
        Pragma pragma = Pragma.of(name);
        if (pragma == null) {
            throw new UnacceptableSqlException("PRAGMA " + Excerpt.ofName(name)
                    + " is unknown, and SQLite would ignore it: see https://www.sqlite.org/pragma.html");
        }
        PragmaUse use = new PragmaUse(pragma, pragma.acts(hasValue));
        String refusal = pragma.rule() == Pragma.Rule.FIXED ? use.refusal(Pragma.Place.DATABASE) : null;
        if (refusal != null) {
            throw new UnacceptableSqlException(refusal);
        }
        return use;
    }

    /** Tells whether it switches something off. */
    boolean switchesOff() {
        return FALSE.contains(value.toLowerCase(Locale.ROOT));
    }
}
