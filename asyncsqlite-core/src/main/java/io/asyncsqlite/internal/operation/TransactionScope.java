package io.asyncsqlite.internal.operation;

import io.asyncsqlite.Outcome;
import io.asyncsqlite.TransactionException;
import org.jspecify.annotations.Nullable;

/** A transaction, or a savepoint in it, on which operations are submitted. It can be cancelled before they run. Any thread. */
public interface TransactionScope {

    /** Tells whether it was cancelled: its operations must not run. */
    public boolean isGivenUp();

    /** Returns the error of an operation of a scope that was cancelled. */
    public TransactionException cancelled(Outcome outcome, @Nullable Throwable cause);

    /** Returns the hold in which code of the user runs inside of the scope. */
    public WriterHold hold();
}
