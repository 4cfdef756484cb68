package io.asyncsqlite.registry;

/** The time of a registry. Tests use one that they move. */
interface Timer {

    /** Returns a time as that of {@link System#nanoTime()}. */
    long nanos();

    /**
     * Runs a short action later, once.
     *
     * @return cancels the action unless it has begun
     */
    Runnable after(long nanos, Runnable action);

    /** Drops all actions. */
    void close();
}
