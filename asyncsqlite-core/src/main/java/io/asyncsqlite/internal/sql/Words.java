package io.asyncsqlite.internal.sql;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The words of a SQL text, where its grammar does not matter. */
public final class Words {

    private Words() {}

    /**
     * Returns the first word of a text.
     *
     * @param sql SQL text
     * @return the word in upper case; empty if there is none
     */
    public static String first(String sql) {
        SqlTokenizer tokens = new SqlTokenizer(sql);
        tokens.next();
        return tokens.text().toUpperCase(Locale.ROOT);
    }

    /**
     * Returns everything in a text that may be a name: words, and what is in quotes of any kind.
     *
     * @param sql SQL text
     * @return the names, folded by {@link Identifiers#fold}
     */
    public static Set<String> names(String sql) {
        Set<String> names = new HashSet<>();
        SqlTokenizer tokens = new SqlTokenizer(sql);
        for (SqlTokenizer.Type type = tokens.next(); type != SqlTokenizer.Type.END; type = tokens.next()) {
            if (type == SqlTokenizer.Type.WORD || type == SqlTokenizer.Type.QUOTED) {
                names.add(Identifiers.fold(tokens.unquoted(type)));
            }
        }
        return names;
    }
}
