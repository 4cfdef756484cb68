package io.asyncsqlite;

import org.jspecify.annotations.Nullable;

/**
 * An {@link AsyncBlob} can be used no more: it was closed, its transaction ended, or its row was changed by a statement. Nothing was read or
 * written.
 */
public final class BlobClosedException extends SqliteException {

    private static final long serialVersionUID = 1L;

    BlobClosedException(String reason, BlobLocation location, @Nullable Throwable cause) {
        super(
                "The blob " + reason + ": nothing was read or written [" + location.description() + "]",
                Outcome.NOT_EXECUTED,
                cause);
    }
}
