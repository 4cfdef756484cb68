package io.asyncsqlite;

/** A constraint refused the operation; {@link #code()} tells which kind, for example {@code SQLITE_CONSTRAINT_UNIQUE}. */
public final class ConstraintException extends StatementException {

    private static final long serialVersionUID = 1L;

    ConstraintException(String message, ResultCode code, String sql, Throwable cause) {
        super(message, code, sql, cause);
    }
}
