package io.asyncsqlite.internal.operation;

import org.jspecify.annotations.Nullable;

/** The writer and the readers of one database, for code that needs a turn of one of them. Any thread. */
public interface Workers {

    /** Queues an operation for its worker, or throws the reason for a refusal, for example a full queue. {@code Database} does it. */
    public void accept(Operation<?> operation);

    /** Tells whether reads run beside the writer, on connections of their own. */
    public boolean separateReaders();

    /** Tells whether a commit now would probably share a flush of the log with others. */
    public boolean commitsShareFlush();

    /** Returns the SQL of the write that has waited longest, or null if none waits. */
    public @Nullable String firstWaitingWrite();
}
