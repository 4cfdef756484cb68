package io.asyncsqlite.internal.connection;

import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.internal.engine.BeginMode;

/** Maps the modes of transactions to those of BEGIN. */
public final class Locking {

    private Locking() {}

    public static BeginMode of(TransactionMode mode) {
        return switch (mode) {
            case IMMEDIATE -> BeginMode.IMMEDIATE;
            case EXCLUSIVE -> BeginMode.EXCLUSIVE;
            // A reading connection has no lock that BEGIN could take.
            case DEFERRED, READ_ONLY -> BeginMode.DEFERRED;
        };
    }
}
