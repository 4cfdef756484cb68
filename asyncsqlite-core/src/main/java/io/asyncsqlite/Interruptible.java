package io.asyncsqlite;

/** Work that a connection runs statements for. The connection asks it whether to stop them. Worker thread only. */
interface Interruptible {

    /**
     * Tells whether the statements that run for it must stop.
     *
     * @param nanos the time, as {@link System#nanoTime()}
     */
    boolean mustStop(long nanos);

    /** Returns when it was started, as {@link System#nanoTime()}. */
    long startedNanos();
}
