package io.asyncsqlite.r2dbc;

import io.asyncsqlite.internal.sql.SqlStatement;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives {@code LIKE} the {@code ESCAPE} that Spring Data leaves out. Spring Data escapes wildcards in search texts and relies on
 * a default escape character of the database; SQLite has none. Internal: not part of the API.
 *
 * @see <a href="https://www.sqlite.org/lang_expr.html#the_like_glob_regexp_match_and_extract_operators">LIKE</a>
 */
public final class LikeEscapes {

    /** The character that the dialect escapes with: a noncharacter, which no meaningful text contains. */
    public static final char CHARACTER = '\uFDD0';

    /** LIKE as Spring Data writes it, with and without IgnoreCase. */
    private static final Pattern WITHOUT_ESCAPE =
            Pattern.compile("\\bLIKE (?:UPPER\\(\\?\\d++\\)|\\?\\d++)(?! ESCAPE)", Pattern.CASE_INSENSITIVE);

    private LikeEscapes() {}

    /** Adds {@code ESCAPE} to the patterns of a statement, if one of its values was escaped. */
    static SqlText.Part added(SqlText.Part part, @Nullable Object[] values) {
        return anyEscaped(values) ? added(part) : part;
    }

    private static boolean anyEscaped(@Nullable Object[] values) {
        for (Object value : values) {
            if (value instanceof String text && text.indexOf(CHARACTER) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static SqlText.Part added(SqlText.Part part) {
        SqlStatement given = part.statement();
        String sql = WITHOUT_ESCAPE.matcher(given.text()).replaceAll("$0 ESCAPE '" + CHARACTER + "'");
        return new SqlText.Part(given.withText(sql), part.givesRows());
    }
}
