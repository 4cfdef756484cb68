package io.asyncsqlite;

import io.asyncsqlite.engine.BeginMode;

/** Tells how the modes of transactions begin. */
final class Locking {

    private Locking() {}

    static BeginMode of(TransactionMode mode) {
        return switch (mode) {
            case IMMEDIATE -> BeginMode.IMMEDIATE;
            case EXCLUSIVE -> BeginMode.EXCLUSIVE;
            // A reading connection takes no lock that it could take earlier.
            case DEFERRED, READ_ONLY -> BeginMode.DEFERRED;
        };
    }
}
