package io.asyncsqlite.dqlite.history;

import io.asyncsqlite.SqliteException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What a client was told of its operation. */
public enum Told {
    ACKNOWLEDGED,
    NOT_DONE,
    UNKNOWN;

    /** Returns what the end of a future tells, a null failure being its success. */
    public static Told of(@Nullable Throwable failure) {
        if (failure == null) {
            return ACKNOWLEDGED;
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof SqliteException e)) {
            return UNKNOWN;
        }
        return switch (e.outcome()) {
            case NOT_EXECUTED, ROLLED_BACK -> NOT_DONE;
            case EXECUTED -> ACKNOWLEDGED;
            case PARTLY_EXECUTED, UNKNOWN -> UNKNOWN;
        };
    }
}
