package io.asyncsqlite.internal.engine;

import org.sqlite.core.Codes;

/** A pointer that a connection has handed out. The connection closes it at the latest when it is closed itself. */
abstract class ForeignHandle implements AutoCloseable {

    final ForeignConnection connection;
    final long pointer;
    private final String name;
    private boolean closed;

    /**
     * Notes a pointer.
     *
     * @param name its name in messages
     */
    ForeignHandle(ForeignConnection connection, long pointer, String name) {
        this.connection = connection;
        this.pointer = pointer;
        this.name = name;
        connection.opened(this);
    }

    /** Throws on a wrong thread, or after the pointer or its connection was closed. */
    final void use() throws EngineException {
        connection.use();
        if (closed) {
            throw new EngineException(Codes.SQLITE_MISUSE, "the " + name + " is closed");
        }
    }

    public final boolean isClosed() {
        return closed;
    }

    /** Gives the pointer back to SQLite. */
    abstract void release();

    @Override
    public final void close() {
        if (closed) {
            return;
        }
        connection.checkThread();
        closed = true;
        release();
        connection.closed(this);
    }
}
