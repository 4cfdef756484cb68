package io.asyncsqlite.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * Decides about actions of a statement while SQLite compiles it. Runs on the connection's thread. Must not use the connection,
 * nor throw.
 *
 * @see <a href="https://www.sqlite.org/c3ref/set_authorizer.html">sqlite3_set_authorizer</a>
 */
@FunctionalInterface
public interface AuthorizationQuestion {

    /** {@code SQLITE_OK}. */
    int ALLOW = 0;

    /** {@code SQLITE_DENY}. */
    int DENY = 1;

    /** {@code SQLITE_IGNORE}. */
    int IGNORE = 2;

    /**
     * Decides about one action.
     *
     * @param action SQLite's code, such as 18, {@code SQLITE_INSERT}
     * @param first the first name of the action, see SQLite's table of codes
     * @param second the second name
     * @param database {@code main}, {@code temp} or the name of an attached database
     * @param source the trigger or view that does it, or null for the statement itself
     * @return {@link #ALLOW}, {@link #DENY} or {@link #IGNORE}
     */
    int decide(
            int action,
            @Nullable String first,
            @Nullable String second,
            @Nullable String database,
            @Nullable String source);
}
