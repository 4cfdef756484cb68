package io.asyncsqlite.spring.boot.observation;

import io.micrometer.context.ContextSnapshotFactory;
import java.util.function.UnaryOperator;

/** Carries all values of the context registry. Values that were not captured are cleared while the code runs. */
final class SnapshotCarrier implements ContextCarrier {

    private final ContextSnapshotFactory factory =
            ContextSnapshotFactory.builder().clearMissing(true).build();

    @Override
    public UnaryOperator<Runnable> capture() {
        return factory.captureAll()::wrap;
    }
}
