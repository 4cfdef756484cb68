package io.asyncsqlite.internal.worker;

import io.asyncsqlite.internal.connection.DatabaseConnection;

/** What the writer does for the file when no operation waits, and after transactions. Worker thread only. */
final class IdleWork {

    private final Checkpoints checkpoints;
    private final Optimizing optimizing;

    IdleWork(Checkpoints checkpoints, Optimizing optimizing) {
        this.checkpoints = checkpoints;
        this.optimizing = optimizing;
    }

    /** Returns how long the writer must have had nothing to do before {@link #whenIdle} is to be called, or 0 for never. */
    long idleNanos() {
        long checkpoint = checkpoints.idleNanos();
        long optimize = optimizing.idleNanos();
        return checkpoint == 0 || (optimize > 0 && optimize < checkpoint) ? optimize : checkpoint;
    }

    /** Does what is due. Called when the writer had nothing to do for {@link #idleNanos}. */
    void whenIdle(DatabaseConnection writer) {
        if (optimizing.isDue()) {
            optimizing.run(writer);
        }
        if (checkpoints.idleNanos() > 0) {
            checkpoints.whenIdle(writer);
        }
    }

    /** Notes that a transaction has ended, and takes the log back if it has grown. */
    void afterTransaction(DatabaseConnection writer) {
        optimizing.afterTransaction();
        checkpoints.afterTransaction(writer);
    }
}
