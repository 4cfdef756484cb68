package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/**
 * An asynchronous transaction cannot go on: it has ended, was rolled back by SQLite, or exceeded its age limit. Or it refused one
 * operation, such as a release of a savepoint that does not exist; then the transaction goes on.
 */
public final class TransactionException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param outcome what became of the operation
     * @param cause what led to it, or null
     */
    public TransactionException(String message, Outcome outcome, @Nullable Throwable cause) {
        super(message, outcome, cause);
    }
}
