package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/**
 * The root of every failure that this library reports.
 *
 * <p>Messages name the database, the failure and whether the operation was executed. They show SQL without its literals, at most
 * 500 characters of it, and never bound values.
 */
public abstract sealed class SqliteException extends RuntimeException
        permits BackupException,
                BlobClosedException,
                BulkWriteException,
                ClusterUnavailableException,
                ConnectionClosedException,
                ConnectionLimitException,
                CursorClosedException,
                DatabaseClosedException,
                DatabaseFailedException,
                DatabaseOpenException,
                DatabaseThreadException,
                InvalidParameterException,
                InvalidResultException,
                InvalidStatementException,
                OperationInterruptedException,
                OperationTimeoutException,
                OutcomeUnknownException,
                QueueFullException,
                StatementException,
                StreamExpiredException,
                TransactionException,
                TransferException {

    private static final long serialVersionUID = 1L;

    /** What became of the operation. */
    private final Outcome outcome;

    /** The text that it is about, or null. */
    private final @Nullable String sql;

    SqliteException(String message, Outcome outcome, @Nullable Throwable cause) {
        this(message, outcome, null, cause);
    }

    SqliteException(String message, Outcome outcome, @Nullable String sql, @Nullable Throwable cause) {
        super(message, cause);
        this.outcome = outcome;
        this.sql = sql;
    }

    /**
     * Returns the SQL text that it is about. It may be long, and hold literals.
     *
     * @return the whole text as given, without values; of a script the statement that failed, where one did; null if it is about none
     */
    public @Nullable String sql() {
        return sql;
    }

    /**
     * Returns what became of the operation.
     *
     * @return the outcome
     */
    public final Outcome outcome() {
        return outcome;
    }

    /**
     * Tells whether the same call may succeed later without any change: the queue was full, another process held a
     * lock, or the time was not enough.
     *
     * @return whether trying again makes sense; always false if the outcome is unknown
     */
    public boolean retryable() {
        return false;
    }
}
