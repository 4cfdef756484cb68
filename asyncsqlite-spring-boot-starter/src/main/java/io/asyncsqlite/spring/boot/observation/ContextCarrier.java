package io.asyncsqlite.spring.boot.observation;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Takes along what is bound to a thread, such as the trace, the MDC and whatever else has an accessor in the context registry. */
@FunctionalInterface
interface ContextCarrier {

    /** Returns what runs code with what is bound to the current thread now. */
    UnaryOperator<Runnable> capture();

    /** Returns one that takes all along if Micrometer's context propagation is there, else nothing. */
    static ContextCarrier where(@Nullable ClassLoader classes) {
        return ClassUtils.isPresent("io.micrometer.context.ContextSnapshotFactory", classes)
                ? new SnapshotCarrier()
                : UnaryOperator::identity;
    }
}
