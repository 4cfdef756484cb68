package io.asyncsqlite.r2dbc;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Begins the transaction of a session.
 *
 * @param <T> type of the core's open transaction
 */
abstract class BeginTransaction<T extends @Nullable Object> implements DriverOperation<T> {

    private final boolean unlessOpen;
    private boolean wasOpen;

    /**
     * Makes an operation.
     *
     * @param unlessOpen whether an open transaction is accepted; otherwise it is an error
     */
    BeginTransaction(boolean unlessOpen) {
        this.unlessOpen = unlessOpen;
    }

    /** Returns the future of the BEGIN of the open transaction, or null if none is open. */
    abstract @Nullable CompletableFuture<T> open();

    abstract CompletableFuture<T> begin();

    /** Takes note that the transaction is open. */
    abstract void begun(T value);

    /** Tells whether that transaction is still the open one. */
    abstract boolean isOpen(T value);

    /** Rolls back a transaction whose subscriber has cancelled. */
    abstract void rollback();

    @Override
    public final CompletableFuture<T> start() {
        CompletableFuture<T> open = open();
        wasOpen = open != null;
        if (open == null) {
            return begin();
        }
        return unlessOpen ? open : Failures.transactionOpen();
    }

    @Override
    @SuppressWarnings("NullAway") // The value is null only where T is nullable.
    public final void ended(@Nullable T value, @Nullable Throwable failure) {
        if (!wasOpen && failure == null) {
            begun(value);
        }
    }

    @Override
    public final void undo(T value) {
        if (!wasOpen && isOpen(value)) {
            rollback();
        }
    }
}
