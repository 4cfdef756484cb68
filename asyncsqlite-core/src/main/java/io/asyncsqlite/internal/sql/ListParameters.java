package io.asyncsqlite.internal.sql;

import java.util.BitSet;

/**
 * Lets parameters take lists: {@code x IN (:ids)} becomes {@code x IN (SELECT value FROM json_each(:ids))}, which takes a JSON array of any
 * length. So one text serves lists of every length.
 *
 * @see <a href="https://www.sqlite.org/json1.html#jeach">json_each</a>
 */
public final class ListParameters {

    private static final String BEFORE = "SELECT value FROM json_each(";
    private static final String AFTER = ")";

    private ListParameters() {}

    /**
     * Rewrites a statement.
     *
     * @param sql one statement that was parsed
     * @param lists the numbers, from 0 on, of the parameters that take lists
     * @return the text in which these take JSON arrays, and all others what they took
     * @throws UnacceptableSqlException if one of them stands anywhere else than alone in {@code IN (...)}
     */
    public static String rewrite(String sql, BitSet lists) {
        StringBuilder text = new StringBuilder();
        ParameterNumbering parameters = new ParameterNumbering();
        SqlTokenizer tokens = new SqlTokenizer(sql);
        int copied = 0;
        boolean in = false;
        boolean opened = false;
        SqlTokenizer.Type type = tokens.next();
        while (type != SqlTokenizer.Type.END) {
            if (type == SqlTokenizer.Type.PARAMETER && lists.get(parameters.accept(tokens.text()))) {
                String parameter = tokens.text();
                text.append(sql, copied, tokens.start())
                        .append(BEFORE)
                        .append(parameter)
                        .append(AFTER);
                copied = tokens.end();
                type = tokens.next();
                if (!opened || !tokens.is(")")) {
                    throw new UnacceptableSqlException(
                            "a list can only be the value of a parameter that stands alone in"
                                    + " IN (...), as in x IN (" + parameter + ")");
                }
            }
            opened = in && tokens.is("(");
            in = type == SqlTokenizer.Type.WORD && tokens.is("IN");
            type = tokens.next();
        }
        return text.append(sql, copied, sql.length()).toString();
    }
}
