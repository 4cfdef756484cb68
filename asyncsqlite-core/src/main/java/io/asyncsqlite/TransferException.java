package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/**
 * An import met a line, a header or a table that does not fit, or a file could not be read or written; see {@code io.asyncsqlite.transfer}. The message
 * holds no value of a line. If chunks of an import were committed before, it is the cause of a {@link BulkWriteException}.
 */
public final class TransferException extends SqliteException {

    private static final long serialVersionUID = 1L;

    /** The line, or 0. */
    private final long line;

    /**
     * Creates the exception: for the library, and for tests of programs that handle it.
     *
     * @param message what happened, without values
     * @param line the line of the source at which a record begins, from 1; 0 if it is about no line
     * @param cause what led to it, or null
     */
    public TransferException(String message, long line, @Nullable Throwable cause) {
        super(message, Outcome.NOT_EXECUTED, cause);
        this.line = line;
    }

    /**
     * Returns which line it is about.
     *
     * @return the line of the source at which a record begins, from 1; 0 if it is about no line
     */
    public long line() {
        return line;
    }
}
