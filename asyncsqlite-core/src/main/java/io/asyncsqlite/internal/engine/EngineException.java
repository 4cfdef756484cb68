package io.asyncsqlite.internal.engine;

import io.asyncsqlite.internal.sql.Excerpt;

/** A failure that SQLite reported: the extended result code and SQLite's own message. */
public final class EngineException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The extended result code. */
    private final int code;

    /** Where in the SQL text, or -1. */
    private int offset = -1;

    /**
     * Creates the failure.
     *
     * @param code extended result code
     * @param message SQLite's message, without bound values; it is shortened and made one line
     */
    public EngineException(int code, String message) {
        super(Excerpt.ofMessage(message));
        this.code = code;
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
