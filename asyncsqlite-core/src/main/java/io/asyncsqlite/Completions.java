package io.asyncsqlite;

import io.asyncsqlite.SqliteListener.FinishedOperation;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Tells listeners and callers, on the callback executor, what became of operations. */
final class Completions {

    private static final System.Logger LOG = System.getLogger(Completions.class.getName());

    private final Callbacks callbacks;
    private final List<SqliteListener> listeners;
    private final String database;

    Completions(Callbacks callbacks, List<SqliteListener> listeners, String database) {
        this.callbacks = callbacks;
        this.listeners = listeners;
        this.database = database;
    }

    Callbacks callbacks() {
        return callbacks;
    }

    /** Fails operations that were taken out of a queue to be run no more. */
    void failAll(List<Operation<?>> taken, Throwable reason) {
        long now = System.nanoTime();
        List<Operation<?>> failed =
                taken.stream().filter(operation -> operation.start(now)).toList();
        failed.forEach(operation -> operation.fail(reason));
        completeAll(failed);
    }

    void complete(Operation<?> operation) {
        completeAll(List.of(operation));
    }

    void groupCommitted(List<Operation<?>> operations) {
        int size = operations.size();
        if (!listeners.isEmpty()) {
            callbacks.run(() -> tell(listener -> listener.groupCommitted(database, size)));
        }
        completeAll(operations);
    }

    void completeAll(List<Operation<?>> operations) {
        if (listeners.isEmpty()) {
            callbacks.runForEach(operations, Operation::complete);
            return;
        }
        long now = System.nanoTime();
        callbacks.runForEach(operations, operation -> {
            FinishedOperation finished = finished(operation, now);
            tell(listener -> listener.operationFinished(finished));
            operation.complete();
        });
    }

    private FinishedOperation finished(Operation<?> operation, long now) {
        return new FinishedOperation(
                database,
                operation.kind(),
                Duration.ofNanos(operation.startedNanos() - operation.acceptedNanos()),
                Duration.ofNanos(now - operation.startedNanos()),
                operation.failure() == null);
    }

    private void tell(Consumer<SqliteListener> event) {
        for (SqliteListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "A listener of database '" + database + "' threw", e);
            }
        }
    }
}
