package io.asyncsqlite.spring.boot.observation;

import io.asyncsqlite.OperationTrace;
import io.asyncsqlite.OperationTracer;
import io.asyncsqlite.SqliteListener.OperationKind;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Carries the caller's context to callbacks, and observes nothing. */
record ContextTracer(ContextCarrier carrier) implements OperationTracer {

    @Override
    public OperationTrace submitted(String database, OperationKind kind, String sql) {
        return new Carried(carrier.capture());
    }

    private record Carried(UnaryOperator<Runnable> context) implements OperationTrace {

        @Override
        public void ended(@Nullable Throwable failure) {
            // Nothing was started.
        }

        @Override
        public void run(Runnable code) {
            context.apply(code).run();
        }
    }
}
