package io.asyncsqlite.internal.engine;

/** A pointer that a connection has handed out, and closes at the latest when it is closed itself. */
abstract class ForeignHandle implements AutoCloseable {

    final ForeignConnection connection;
    final long pointer;
    private final String name;
    private boolean closed;

    /**
     * Notes a pointer.
     *
     * @param name what to call it in messages
     */
    ForeignHandle(ForeignConnection connection, long pointer, String name) {
        this.connection = connection;
        this.pointer = pointer;
        this.name = name;
        connection.opened(this);
    }

    /** Refuses to use it on a wrong thread, or after it or its connection was closed. */
    final void use() throws EngineException {
        connection.use();
        if (closed) {
            throw new EngineException(ResultCodes.MISUSE, "the " + name + " is closed");
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
