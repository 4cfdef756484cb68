package io.asyncsqlite.engine;

/** A failure that SQLite reported: the extended result code and SQLite's own message. */
public final class EngineException extends Exception {

    private static final long serialVersionUID = 1L;

    /** The extended result code. */
    private final int code;

    /**
     * Creates the failure.
     *
     * @param code extended result code
     * @param message SQLite's message, without bound values
     */
    public EngineException(int code, String message) {
        super(message);
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
}
