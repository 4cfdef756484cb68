package io.asyncsqlite;

import io.asyncsqlite.engine.ResultCodes;
import java.util.Set;

/** A constraint refused the operation; {@link #code()} tells which kind, for example {@code SQLITE_CONSTRAINT_UNIQUE}. */
public final class ConstraintException extends StatementException {

    private static final long serialVersionUID = 1L;

    private static final Set<Integer> UNIQUENESS =
            Set.of(ResultCodes.CONSTRAINT_UNIQUE, ResultCodes.CONSTRAINT_PRIMARYKEY, ResultCodes.CONSTRAINT_ROWID);

    ConstraintException(String message, ResultCode code, String sql, Throwable cause) {
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
