package io.asyncsqlite;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A constraint refused the operation; {@link #code()} tells which kind, for example {@code SQLITE_CONSTRAINT_UNIQUE}. */
public final class ConstraintException extends StatementException {

    private static final long serialVersionUID = 1L;

    private static final Set<Integer> UNIQUENESS =
            Set.of(ResultCode.CONSTRAINT_UNIQUE, ResultCode.CONSTRAINT_PRIMARYKEY, ResultCode.CONSTRAINT_ROWID);

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param code SQLite's result code
     * @param sql the whole SQL text
     * @param cause what led to it, or null
     */
    public ConstraintException(String message, ResultCode code, String sql, @Nullable Throwable cause) {
        super(message, code, sql, cause);
    }

    /**
     * Tells whether a row with the same key is there already.
     *
     * @return whether UNIQUE, PRIMARY KEY or the rowid was violated
     */
    public boolean isUniqueViolation() {
        return UNIQUENESS.contains(code().extended());
    }
}
