package io.asyncsqlite.internal.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one SQL statement that are known before SQLite compiles it. Immutable.
 *
 * @param text the SQL text as given
 * @param kind how it may be run
 * @param changesRows whether SQLite counts the rows that it changes: INSERT, REPLACE, UPDATE and DELETE. After any other
 *     statement SQLite returns the count of an earlier one
 * @param target where it inserts; null if it is neither INSERT nor REPLACE
 * @param returning whether it has a RETURNING clause
 * @param unnumbered whether it has a parameter {@code ?} without a number
 * @param positions how many positional values it takes
 * @param parameters one entry for each parameter number that SQLite assigns, from 1 on
 * @param pragma the PRAGMA that it is, or null
 */
public record SqlStatement(
        String text,
        StatementKind kind,
        boolean changesRows,
        @Nullable InsertTarget target,
        boolean returning,
        boolean unnumbered,
        int positions,
        List<SqlParameter> parameters,
        @Nullable PragmaUse pragma) {

    private static final int PARAMETER_BYTES = 24;

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
        return new SqlStatement(
                changed, kind, changesRows, target, returning, unnumbered, positions, parameters, pragma);
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
     * Tells whether it is an INSERT or REPLACE.
     *
     * @return whether it can change the last inserted rowid
     */
    public boolean inserts() {
        return target != null;
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
     * Tells whether it changes neither a database file nor a setting. It may attach another file, and copy to another one.
     *
     * @return whether it only reads
     */
    public boolean onlyReads() {
        if (pragma != null) {
            return pragma.refusal(Pragma.Place.READING) == null;
        }
        return switch (kind) {
            case READ -> true;
            case WRITE, PRAGMA -> false;
            case OUTSIDE_TRANSACTION -> readsOutsideTransaction();
        };
    }

    private boolean readsOutsideTransaction() {
        SqlTokenizer tokens = new SqlTokenizer(text);
        tokens.next();
        return !tokens.is("VACUUM") || FileTarget.of(this) != null;
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
