package io.asyncsqlite.internal.engine;

import io.asyncsqlite.internal.sql.Excerpt;

/** A failure that SQLite reported: the extended result code and SQLite's own message. */
public final class EngineException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The extended result code. */
    private final int code;

    /** Whether the connection is lost, and what that means for the statement that failed. */
    private final Loss loss;

    /** Where in the SQL text, or -1. */
    private int offset = -1;

    /** What became of the connection and of a COMMIT that failed. */
    public enum Loss {
        /** The connection stands. */
        NONE,
        /** The connection is lost, with its transaction. What failed was not executed. */
        NOT_EXECUTED,
        /** The connection is lost. If a COMMIT failed, it may have been executed; another transaction is gone. */
        UNKNOWN,
        /** As UNKNOWN, because the server does not answer. What was sent may be the reason, so it is not sent to the next server. */
        NO_ANSWER
    }

    /**
     * Creates the failure.
     *
     * @param code extended result code
     * @param message SQLite's message, without bound values; it is shortened and made one line
     */
    public EngineException(int code, String message) {
        this(code, message, Loss.NONE);
    }

    /**
     * Creates the failure of a connection to a server.
     *
     * @param code extended result code
     * @param message what happened, without bound values; it is shortened and made one line
     * @param loss what became of the connection
     */
    public EngineException(int code, String message, Loss loss) {
        super(Excerpt.ofMessage(message));
        this.code = code;
        this.loss = loss;
    }

    /**
     * Returns what became of the connection.
     *
     * @return NONE for every engine that calls SQLite in this process
     */
    public Loss loss() {
        return loss;
    }

    /**
     * Returns the extended result code.
     *
     * @return for example 2067, {@code SQLITE_CONSTRAINT_UNIQUE}
     * @see <a href="https://www.sqlite.org/rescode.html">Result codes</a>
     */
    public int code() {
        return code;
    }

    /**
     * Returns the primary result code, the low eight bits of {@link #code()}.
     *
     * @return for example 19, {@code SQLITE_CONSTRAINT}
     */
    public int primaryCode() {
        return code & 0xff;
    }

    /**
     * Returns the place in the SQL text that the failure is about.
     *
     * @return index of the character at which the offending token begins, or -1 if the engine cannot tell
     * @see <a href="https://www.sqlite.org/c3ref/errcode.html">sqlite3_error_offset</a>
     */
    public int offset() {
        return offset;
    }

    EngineException at(int place) {
        offset = place;
        return this;
    }
}
