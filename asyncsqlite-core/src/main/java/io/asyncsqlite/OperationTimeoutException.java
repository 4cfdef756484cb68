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

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param outcome what became of the operation
     * @param sql the whole SQL text, or null if it is about none
     * @param cause what led to it, or null
     */
    public OperationTimeoutException(String message, Outcome outcome, @Nullable String sql, @Nullable Throwable cause) {
        super(message, outcome, sql, cause);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
