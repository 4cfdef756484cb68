package io.asyncsqlite;

/**
 * A limit of SQLite on each connection, for SQL that is not trusted.
 *
 * @see <a href="https://www.sqlite.org/c3ref/c_limit_attached.html">Run-Time Limit Categories</a>
 */
public enum SqliteLimit {
    /** Bytes of a text, a blob or a row. */
    LENGTH(0),
    /** Bytes of an SQL statement. */
    SQL_LENGTH(1),
    /** Columns of a table, an index, a result and other lists. */
    COLUMN(2),
    /** Depth of an expression. */
    EXPR_DEPTH(3),
    /** Terms of a compound SELECT. */
    COMPOUND_SELECT(4),
    /** Instructions of a compiled statement. */
    VDBE_OP(5),
    /** Arguments of a function. */
    FUNCTION_ARG(6),
    /** Attached databases. Backups and checks of the library attach one. */
    ATTACHED(7),
    /** Bytes of the pattern of LIKE and GLOB. */
    LIKE_PATTERN_LENGTH(8),
    /** The largest number of a parameter. */
    VARIABLE_NUMBER(9),
    /** Depth of triggers that run triggers. */
    TRIGGER_DEPTH(10),
    /** Further threads that a statement may start. */
    WORKER_THREADS(11);

    private final int number;

    SqliteLimit(int number) {
        this.number = number;
    }

    /**
     * Returns the number that SQLite has for it.
     *
     * @return 0 or more
     */
    public int number() {
        return number;
    }
}
