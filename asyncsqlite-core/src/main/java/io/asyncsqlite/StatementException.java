package io.asyncsqlite;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** SQLite reported an error while it compiled, ran or committed a statement. The changes of the operation were undone. */
public sealed class StatementException extends SqliteException permits BusyException, ConstraintException {

    private static final long serialVersionUID = 1L;

    /** SQLite's result code. */
    private final ResultCode code;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param code SQLite's result code
     * @param sql the whole SQL text
     * @param cause what led to it, or null
     */
    public StatementException(String message, ResultCode code, String sql, @Nullable Throwable cause) {
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
