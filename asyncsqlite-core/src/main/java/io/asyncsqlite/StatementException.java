package io.asyncsqlite;

import java.util.Objects;

/** SQLite reported an error while it compiled, ran or committed a statement. Nothing of the operation stayed. */
public sealed class StatementException extends SqliteException permits BusyException, ConstraintException {

    private static final long serialVersionUID = 1L;

    /** What SQLite said. */
    private final ResultCode code;

    StatementException(String message, ResultCode code, String sql, Throwable cause) {
        super(message, Outcome.ROLLED_BACK, sql, cause);
        this.code = code;
    }

    /**
     * Returns SQLite's result code.
     *
     * @return the extended code
     */
    public final ResultCode code() {
        return code;
    }

    @Override
    public final String sql() {
        return Objects.requireNonNull(super.sql());
    }
}
