package io.asyncsqlite.internal.operation;

import io.asyncsqlite.Outcome;
import io.asyncsqlite.TransactionException;
import org.jspecify.annotations.Nullable;

/** What operations are submitted on: a transaction or a savepoint in it, which can be cancelled before they run. Any thread. */
public interface TransactionScope {

    /** Tells whether it was cancelled: its operations must not run. */
    public boolean isGivenUp();

    /** Returns the error of an operation of a scope that was cancelled. */
    public TransactionException cancelled(Outcome outcome, @Nullable Throwable cause);

    /** Returns what code of the user inside of it runs in. */
    public WriterHold hold();
}
