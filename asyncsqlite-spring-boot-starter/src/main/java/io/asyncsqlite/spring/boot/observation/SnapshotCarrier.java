package io.asyncsqlite.spring.boot.observation;

import io.micrometer.context.ContextSnapshotFactory;
import java.util.function.UnaryOperator;

/** Takes all of the context registry along. What was not bound is unbound meanwhile. */
final class SnapshotCarrier implements ContextCarrier {

    private final ContextSnapshotFactory factory =
            ContextSnapshotFactory.builder().clearMissing(true).build();

    @Override
    public UnaryOperator<Runnable> capture() {
        return factory.captureAll()::wrap;
    }
}
