package io.asyncsqlite.internal.connection;

/**
 * Work that a connection runs statements for. The connection asks it whether to stop them. Worker thread only.
 *
 * @see io.asyncsqlite.internal.operation.OperationLifecycle#mustStop the operation, with its deadline and its cancel
 */
public interface Interruptible {

    /**
     * Tells whether the statements that run for it must stop.
     *
     * @param nanos the time, as {@link System#nanoTime()}
     */
    public boolean mustStop(long nanos);

    /** Returns when it was started, as {@link System#nanoTime()}. */
    public long startedNanos();
}
