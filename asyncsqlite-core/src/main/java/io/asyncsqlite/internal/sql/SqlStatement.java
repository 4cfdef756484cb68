package io.asyncsqlite.internal.sql;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one SQL statement that are known before SQLite compiles it. Immutable.
 *
 * @param text the SQL text as given
 * @param kind how it may be run
 * @param traits its further properties
 * @param positions how many positional values it takes
 * @param parameters one entry for each parameter number that SQLite assigns, from 1 on
 * @param pragma the PRAGMA that it is, or null
 */
public record SqlStatement(
        String text,
        StatementKind kind,
        Set<Trait> traits,
        int positions,
        List<SqlParameter> parameters,
        @Nullable PragmaUse pragma) {

    private static final int PARAMETER_BYTES = 24;

    /** Copies the traits. */
    public SqlStatement {
        traits = Set.copyOf(traits);
    }

    /** A property of a statement. */
    public enum Trait {
        /**
         * SQLite counts the rows that it changes: INSERT, REPLACE, UPDATE and DELETE. After any other statement SQLite returns
         * the count of an earlier one.
         */
        CHANGES_ROWS,
        /** It can change the last inserted rowid. */
        INSERTS,
        /** It has a RETURNING clause. */
        RETURNING,
        /** It has a parameter {@code ?} without a number. */
        UNNUMBERED
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
        return new SqlStatement(changed, kind, traits, positions, parameters, pragma);
    }

    /**
     * Returns whether SQLite counts the rows that it changes.
     *
     * @return {@link Trait#CHANGES_ROWS}
     */
    public boolean changesRows() {
        return traits.contains(Trait.CHANGES_ROWS);
    }

    /**
     * Returns whether it can change the last inserted rowid.
     *
     * @return {@link Trait#INSERTS}
     */
    public boolean inserts() {
        return traits.contains(Trait.INSERTS);
    }

    /**
     * Returns whether it has a RETURNING clause.
     *
     * @return {@link Trait#RETURNING}
     */
    public boolean returning() {
        return traits.contains(Trait.RETURNING);
    }

    /**
     * Returns whether it has a parameter without name and number.
     *
     * @return {@link Trait#UNNUMBERED}
     */
    public boolean unnumbered() {
        return traits.contains(Trait.UNNUMBERED);
    }

    /**
     * Estimates its size in memory.
     *
     * @return bytes
     */
    public long bytes() {
        return text.length() + (long) PARAMETER_BYTES * parameters.size();
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
}
