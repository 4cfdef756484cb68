package io.asyncsqlite;

/** The queue is at its bound: the operation was not executed. Retry later, or submit less at a time. */
public final class QueueFullException extends SqliteException {

    private static final long serialVersionUID = 1L;

    QueueFullException(String database, String limits) {
        super(
                "Queue of '" + database + "' is full (" + limits + "): the operation was not executed",
                Outcome.NOT_EXECUTED,
                null);
    }

    @Override
    public boolean retryable() {
        return true;
    }
}
