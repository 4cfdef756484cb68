package io.asyncsqlite.internal.query;

import io.asyncsqlite.internal.concurrent.Callbacks;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishes on the callback executor.
 *
 * <p>Invariant: demand above 0 means that one thread publishes, that a task which will do so is handed over, or that the end was published.
 */
final class CallbackSource extends IteratorSource {

    private final Callbacks callbacks;
    private final AtomicLong demand = new AtomicLong();

    CallbackSource(Callbacks callbacks, Iterator<?> elements) {
        super(elements);
        this.callbacks = callbacks;
    }

    @Override
    public void request(long more) {
        if (demand.getAndAdd(more) == 0) {
            callbacks.run(this::publishAll);
        }
    }

    private void publishAll() {
        long wanted = demand.get();
        while (wanted > 0 && publish(wanted)) {
            wanted = demand.addAndGet(-wanted);
        }
    }
}
