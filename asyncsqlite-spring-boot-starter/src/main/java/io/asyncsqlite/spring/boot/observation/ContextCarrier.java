package io.asyncsqlite.spring.boot.observation;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Carries the values of thread locals from thread to thread: the trace, the MDC and all others with an accessor in the context
 * registry.
 */
@FunctionalInterface
interface ContextCarrier {

    /** Captures the values of the current thread. The result runs code with these values. */
    UnaryOperator<Runnable> capture();

    /** Returns a carrier of all values if Micrometer's context propagation is on the class path, else one of none. */
    static ContextCarrier where(@Nullable ClassLoader classes) {
        return ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory", classes)
                ? new SnapshotCarrier()
                : UnaryOperator::identity;
    }
}
