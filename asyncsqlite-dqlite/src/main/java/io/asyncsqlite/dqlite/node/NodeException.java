package io.asyncsqlite.dqlite.node;

import org.jspecify.annotations.Nullable;

/** A server of a cluster cannot start, or cannot become a member. It does not run then. */
public final class NodeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message why, and what helps
     * @param cause what failed, or null
     */
    public NodeException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
