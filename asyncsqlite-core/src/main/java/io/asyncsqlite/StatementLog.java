package io.asyncsqlite;

/** What is logged of every operation that ends, at INFO by the logger {@code io.asyncsqlite.StatementLogger}. */
public enum StatementLog {
    /** Nothing. */
    OFF,
    /** The SQL without its literals, the times that it waited and ran, the thread, the rows and the failure. */
    SQL,
    /** As {@link #SQL}, with the literals of the SQL and the bound values, each cut to 100 characters: for development. */
    VALUES
}
