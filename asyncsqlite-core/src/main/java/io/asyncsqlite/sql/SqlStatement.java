package io.asyncsqlite.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of one SQL statement before SQLite compiles it. Immutable.
 *
 * @param text the SQL text as given
 * @param kind how it may be run
 * @param changesRows whether SQLite counts the rows that it changes: INSERT, REPLACE, UPDATE and DELETE. What it says after any other
 *     statement is the count of an earlier one
 * @param inserts whether it can change the last inserted rowid
 * @param positions how many positional values it takes
 * @param parameters one entry for each parameter number that SQLite assigns, from 1 on
 */
public record SqlStatement(
        String text, Kind kind, boolean changesRows, boolean inserts, int positions, List<SqlParameter> parameters) {

    /** How a statement may be run. */
    public enum Kind {
        /** Gives rows and never writes: SELECT, VALUES, EXPLAIN. */
        READ,
        /** Runs inside a transaction of the writer. */
        WRITE,
        /** Runs on the writer, outside a transaction unless one is there already. */
        PRAGMA,
        /** Runs on the writer, and SQLite refuses or ignores it inside a transaction: VACUUM, ATTACH, DETACH, PRAGMA foreign_keys. */
        ALONE
    }

    /**
     * One parameter.
     *
     * @param name its name without prefix, or null for {@code ?} and {@code ?NNN}
     * @param position which positional value it takes, from 0 on: {@code $2} takes the second whatever its number
     */
    public record SqlParameter(@Nullable String name, int position) {}

    /**
     * Returns the same with another text, that changes neither its kind nor its parameters.
     *
     * @param changed SQL text
     * @return a statement of that text
     */
    public SqlStatement withText(String changed) {
        return new SqlStatement(changed, kind, changesRows, inserts, positions, parameters);
    }

    /**
     * Returns whether values are given by name.
     *
     * @return true for {@code :a @a $a}, false for {@code ? ?NNN $N} or none
     */
    public boolean named() {
        return !parameters.isEmpty() && parameters.get(0).name() != null;
    }

    /**
     * Reads a text that must hold exactly one statement that an operation may run.
     *
     * @param sql SQL text
     * @return what it is
     * @throws UnacceptableSqlException if it is blank, holds NUL or a second statement, begins or ends a transaction, or mixes
     *     named and positional parameters
     */
    public static SqlStatement parse(String sql) {
        return new SqlParser(sql).statement();
    }

    /**
     * Reads a text that holds one or more statements, each of which an operation may run.
     *
     * @param sql SQL text
     * @return the statements in order, at least one, each with its own text, without the semicolon, and its own parameters
     * @throws UnacceptableSqlException if it is blank, holds NUL, or a statement begins or ends a transaction or mixes named and
     *     positional parameters
     * @see <a href="https://www.sqlite.org/c3ref/complete.html">sqlite3_complete</a>
     */
    public static List<SqlStatement> parseAll(String sql) {
        return new SqlParser(sql).statements();
    }

    /**
     * Checks a script: statements that all run in one transaction of their own.
     *
     * @param sql SQL text
     * @throws UnacceptableSqlException if it is blank, holds NUL or a parameter, begins or ends a transaction, or holds a
     *     statement that cannot run inside one
     */
    public static void checkScript(String sql) {
        new SqlParser(sql).checkScript();
    }
}
