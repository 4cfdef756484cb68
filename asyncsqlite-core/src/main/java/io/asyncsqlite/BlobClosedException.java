package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/**
 * An {@link AsyncBlob} can be used no more: it was closed, its transaction ended, or its row was changed by a statement. Nothing was read or
 * written.
 */
public final class BlobClosedException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, and what became of the operation
     * @param cause what led to it, or null
     */
    public BlobClosedException(String message, @Nullable Throwable cause) {
        super(message, Outcome.NOT_EXECUTED, cause);
    }
}
