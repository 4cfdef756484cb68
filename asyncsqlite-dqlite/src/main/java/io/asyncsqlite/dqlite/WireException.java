package io.asyncsqlite.dqlite;

import java.io.IOException;

/** A server sent something that is not in the protocol. The connection cannot be used any more. */
final class WireException extends IOException {

    private static final long serialVersionUID = 1L;

    WireException(String message) {
        super(message);
    }
}
