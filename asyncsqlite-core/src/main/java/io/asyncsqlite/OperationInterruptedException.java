package io.asyncsqlite;

/**
 * The thread that waited for an operation was interrupted, and the operation was cancelled. What had committed by then stays; a query can tell. The
 * thread is still interrupted.
 */
public final class OperationInterruptedException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened
     * @param cause the interrupt
     */
    public OperationInterruptedException(String message, InterruptedException cause) {
        super(message, Outcome.UNKNOWN, cause);
    }
}
