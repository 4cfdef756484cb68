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
 * <p>Referred to weakly: the core rolls back, and reports, one that nobody can reach.
 */
final class OpenTransactions {

    // Guarded by this.
    private final Set<OpenTransaction> open = Collections.newSetFromMap(new WeakHashMap<>());
    private boolean closed;

    /** Takes note of one, which is rolled back at once if the factory is closed. */
    @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for what was begun too late.
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

    /** Rolls back all that there are and will be. */
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
