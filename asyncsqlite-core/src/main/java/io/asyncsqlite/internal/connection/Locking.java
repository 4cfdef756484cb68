package io.asyncsqlite.internal.connection;

import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.internal.engine.BeginMode;

/** Tells how the modes of transactions begin. */
public final class Locking {

    private Locking() {}

    public static BeginMode of(TransactionMode mode) {
        return switch (mode) {
            case IMMEDIATE -> BeginMode.IMMEDIATE;
            case EXCLUSIVE -> BeginMode.EXCLUSIVE;
            // A reading connection takes no lock that it could take earlier.
            case DEFERRED, READ_ONLY -> BeginMode.DEFERRED;
        };
    }
}
