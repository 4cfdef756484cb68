package io.asyncsqlite;

/** SQLite reported an error while it compiled, ran or committed a statement. Nothing of the operation stayed. */
public sealed class StatementException extends SqliteException permits BusyException, ConstraintException {

    private static final long serialVersionUID = 1L;

    /** What SQLite said. */
    private final ResultCode code;

    /** The text that it was about. */
    private final String sql;

    StatementException(String message, ResultCode code, String sql, Throwable cause) {
        super(message, Outcome.ROLLED_BACK, cause);
        this.code = code;
        this.sql = sql;
    }

    /**
     * Returns SQLite's result code.
     *
     * @return the extended code
     */
    public final ResultCode code() {
        return code;
    }

    /**
     * Returns the SQL text.
     *
     * @return the text as given, without values
     */
    public final String sql() {
        return sql;
    }
}
