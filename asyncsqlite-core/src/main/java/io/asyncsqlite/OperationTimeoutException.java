package io.asyncsqlite;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An operation was not finished in the time it had for waiting and running: nothing of it stayed.
 *
 * @see SqliteOptions#operationTimeout()
 * @see AsyncSqlite#withTimeout(Duration)
 */
public final class OperationTimeoutException extends SqliteException {

    private static final long serialVersionUID = 1L;

    OperationTimeoutException(
            String database, Duration timeout, String reason, Outcome outcome, String sql, @Nullable Throwable cause) {
        super(
                "Operation on database '" + database + "' was not finished within " + timeout + ": " + reason
                        + ": it was " + (outcome == Outcome.NOT_EXECUTED ? "not executed" : "rolled back")
                        + shown(sql),
                outcome,
                sql,
                cause);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
