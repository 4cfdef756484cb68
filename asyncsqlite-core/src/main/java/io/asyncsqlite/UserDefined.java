package io.asyncsqlite;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A function or collation of SQL that is written in Java. {@link SqliteOptions.Builder#define} gives it to every connection of a database, {@link
 * AsyncSqlite#define} to the connections of an open one.
 *
 * <p><b>Threads.</b> The code runs on the threads of the database while SQLite waits for it: on several at the same time, because queries run side by
 * side. It must be thread-safe and short. It cannot use the connection that calls it, and waiting for a future of a database throws {@link
 * DatabaseThreadException}. A cancel or deadline does not interrupt it: the operation ends when the code returns.
 *
 * <p><b>Failures.</b> Whatever the code throws, an {@link Error} too, fails the statement with {@link StatementException}, whose root cause it is. The
 * statement is undone, and the other operations of its group are not affected.
 *
 * @see <a href="https://www.sqlite.org/appfunc.html">Application-Defined SQL Functions</a>
 */
public sealed interface UserDefined permits SqlFunction, SqlCollation {

    /**
     * Returns the name in SQL.
     *
     * @return the name, which SQL reads without regard to the case of ASCII letters
     */
    String name();

    /**
     * Returns a definition of this library, for configuration that is text: {@code regexp}, {@code casefold}, {@code gen_random_uuid} or {@code
     * unicode_nocase}.
     *
     * @param name its name, without regard to case
     * @return the definition
     * @throws IllegalArgumentException if the library has none of this name
     */
    static UserDefined readyMade(String name) {
        Map<String, UserDefined> known = new TreeMap<>();
        for (UserDefined definition : List.of(
                SqlFunction.regexp(),
                SqlFunction.casefold(),
                SqlFunction.genRandomUuid(),
                SqlCollation.unicodeNocase())) {
            known.put(definition.name().toLowerCase(Locale.ROOT), definition);
        }
        UserDefined found = known.get(name.toLowerCase(Locale.ROOT));
        if (found == null) {
            throw new IllegalArgumentException(
                    "the library defines " + known.keySet() + ", not " + DefinitionRules.shown(name));
        }
        return found;
    }
}
