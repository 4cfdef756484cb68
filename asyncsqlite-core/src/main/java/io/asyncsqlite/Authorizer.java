package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/**
 * Decides, before a statement runs, which actions it may do: for SQL that comes from outside. Set by {@link
 * AsyncConnection#setAuthorizer}.
 *
 * <p>SQLite asks while it compiles a statement, several times for most, on the connection's thread: an authorizer must not block,
 * and cannot use the connection. An exception denies the action, and is among the causes of the statement's failure. A text is
 * compiled once and kept for its next run. After an authorizer is set, SQLite compiles every text again and asks again.
 *
 * <pre>{@code
 * return connection
 *         .setAuthorizer(request -> switch (request.action()) {
 *             case SELECT, FUNCTION -> Decision.ALLOW;
 *             case READ -> "balance".equals(request.second()) ? Decision.IGNORE : Decision.ALLOW;
 *             default -> Decision.DENY;
 *         })
 *         .thenCompose(set -> connection.query(sql).list());
 * }</pre>
 *
 * @see <a href="https://www.sqlite.org/c3ref/set_authorizer.html">sqlite3_set_authorizer</a>
 */
@FunctionalInterface
public interface Authorizer {

    /**
     * Decides about one action.
     *
     * @param request what a statement is about to do
     * @return whether it may
     */
    Decision authorize(Request request);

    /** An answer. */
    enum Decision {
        /** The action is allowed. */
        ALLOW,
        /** The whole statement fails, with a {@link StatementException}. */
        DENY,
        /** The action is left out: a column that is read gives NULL, other actions do not happen. */
        IGNORE
    }

    /**
     * A question. What the names mean depends on the action.
     *
     * @param action what is to be done
     * @param first for most actions the name of the table, index, view or trigger; the PRAGMA's name; null if there is none
     * @param second the column that is read or updated, the table of an index or trigger, the function's name, the PRAGMA's argument; null if there
     *     is none
     * @param database {@code main}, {@code temp} or the name of an attached database; null if the action is about none
     * @param source the innermost trigger or view that does it; null if the statement itself does
     * @see <a href="https://www.sqlite.org/c3ref/c_alter_table.html">Authorizer action codes</a>
     */
    record Request(
            Action action,
            @Nullable String first,
            @Nullable String second,
            @Nullable String database,
            @Nullable String source) {}

    /**
     * An action of a statement, by SQLite's name. There is none for transactions and savepoints: as SQL text they are refused,
     * and those of this library are always allowed.
     */
    enum Action {
        /** An action of a newer SQLite, which has no name here. */
        UNKNOWN(-1),
        /** CREATE INDEX. */
        CREATE_INDEX(1),
        /** CREATE TABLE. */
        CREATE_TABLE(2),
        /** CREATE INDEX on a temporary table. */
        CREATE_TEMP_INDEX(3),
        /** CREATE TEMP TABLE. */
        CREATE_TEMP_TABLE(4),
        /** CREATE TEMP TRIGGER. */
        CREATE_TEMP_TRIGGER(5),
        /** CREATE TEMP VIEW. */
        CREATE_TEMP_VIEW(6),
        /** CREATE TRIGGER. */
        CREATE_TRIGGER(7),
        /** CREATE VIEW. */
        CREATE_VIEW(8),
        /** DELETE; if ignored rows are deleted one by one. */
        DELETE(9),
        /** DROP INDEX. */
        DROP_INDEX(10),
        /** DROP TABLE. */
        DROP_TABLE(11),
        /** DROP INDEX on a temporary table. */
        DROP_TEMP_INDEX(12),
        /** DROP TABLE of a temporary table. */
        DROP_TEMP_TABLE(13),
        /** DROP TRIGGER of a temporary trigger. */
        DROP_TEMP_TRIGGER(14),
        /** DROP VIEW of a temporary view. */
        DROP_TEMP_VIEW(15),
        /** DROP TRIGGER. */
        DROP_TRIGGER(16),
        /** DROP VIEW. */
        DROP_VIEW(17),
        /** INSERT. */
        INSERT(18),
        /** PRAGMA. */
        PRAGMA(19),
        /** Reading one column; its name is empty where rows are read and no column of them. */
        READ(20),
        /** SELECT. */
        SELECT(21),
        /** UPDATE of one column. */
        UPDATE(23),
        /** ATTACH; the first name is the file. */
        ATTACH(24),
        /** DETACH; the first name is the database. */
        DETACH(25),
        /** ALTER TABLE; the first name is the database, the second the table. */
        ALTER_TABLE(26),
        /** REINDEX. */
        REINDEX(27),
        /** ANALYZE. */
        ANALYZE(28),
        /** CREATE VIRTUAL TABLE; the second name is the module. */
        CREATE_VTABLE(29),
        /** DROP TABLE of a virtual table; the second name is the module. */
        DROP_VTABLE(30),
        /** Calling a function; the second name is the function's. */
        FUNCTION(31),
        /** WITH RECURSIVE. */
        RECURSIVE(33);

        private final int code;

        Action(int code) {
            this.code = code;
        }

        /**
         * Returns SQLite's number of the action.
         *
         * @return the code
         */
        public int code() {
            return code;
        }
    }
}
