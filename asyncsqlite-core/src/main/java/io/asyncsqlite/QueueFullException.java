package io.asyncsqlite;

/** The queue is at its bound: the operation was not executed. Retry later, or submit less at a time. */
public final class QueueFullException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     */
    public QueueFullException(String message) {
        super(message, Outcome.NOT_EXECUTED, null);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
