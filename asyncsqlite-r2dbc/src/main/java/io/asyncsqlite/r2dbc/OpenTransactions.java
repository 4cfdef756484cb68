package io.asyncsqlite.r2dbc;

import io.asyncsqlite.OpenTransaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;

/**
 * The transactions that connections of one factory have open, so that the factory can end them. Thread-safe.
 *
 * <p>The references are weak, so that the core can roll back and report an unreachable transaction.
 */
final class OpenTransactions {

    // Guarded by this.
    private final Set<OpenTransaction> open = Collections.newSetFromMap(new WeakHashMap<>());
    private boolean closed;

    /** Notes a transaction. If the factory is closed, rolls it back at once. */
    @SuppressWarnings("FutureReturnValueIgnored") // The rollback is not awaited.
    void add(OpenTransaction transaction) {
        if (!accept(transaction)) {
            transaction.rollback();
        }
    }

    private synchronized boolean accept(OpenTransaction transaction) {
        if (!closed) {
            open.add(transaction);
        }
        return !closed;
    }

    synchronized void remove(OpenTransaction transaction) {
        open.remove(transaction);
    }

    /** Rolls back all open transactions, and from now on every new one. */
    CompletableFuture<Void> close() {
        List<OpenTransaction> ended;
        synchronized (this) {
            closed = true;
            ended = new ArrayList<>(open);
            open.clear();
        }
        return CompletableFuture.allOf(
                ended.stream().map(OpenTransaction::rollback).toArray(CompletableFuture<?>[]::new));
    }
}
