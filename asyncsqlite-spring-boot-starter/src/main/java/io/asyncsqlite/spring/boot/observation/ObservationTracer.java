package io.asyncsqlite.spring.boot.observation;

import io.asyncsqlite.OperationTrace;
import io.asyncsqlite.OperationTracer;
import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.sql.SqlSummary;
import io.asyncsqlite.internal.sql.TextCache;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Observes each operation from its call until its outcome is known, and carries the caller's context to callbacks. */
final class ObservationTracer implements OperationTracer {

    private final ObservationRegistry registry;
    private final OperationObservationConvention convention;
    private final ContextCarrier carrier;
    private final TextCache<SqlSummary> summaries = new TextCache<>(SqlSummary::of, SqlSummary::bytes);

    ObservationTracer(ObservationRegistry registry, OperationObservationConvention convention, ContextCarrier carrier) {
        this.registry = registry;
        this.convention = convention;
        this.carrier = carrier;
    }

    @Override
    public OperationTrace submitted(String database, OperationKind kind, String sql) {
        Observation observation = Observation.createNotStarted(
                        convention, () -> new OperationObservationContext(database, kind, summaries.get(sql)), registry)
                .start();
        return new Observed(observation, kind, carrier.capture());
    }

    private static final class Observed implements OperationTrace {

        private final Observation observation;
        private final OperationKind kind;
        private final UnaryOperator<Runnable> context;
        private volatile boolean ended;

        Observed(Observation observation, OperationKind kind, UnaryOperator<Runnable> context) {
            this.observation = observation;
            this.kind = kind;
            this.context = context;
        }

        @Override
        public void ended(@Nullable Throwable failure) {
            ended = true;
            if (failure instanceof CancellationException) {
                observation.event(Observation.Event.of("cancelled"));
            } else if (failure != null) {
                observation.error(failure);
            }
            observation.stop();
        }

        @Override
        public void run(Runnable code) {
            // Operations that the function of a transaction submits are part of its observation.
            boolean inside = kind == OperationKind.TRANSACTION && !ended;
            context.apply(inside ? () -> observation.scoped(code) : code).run();
        }
    }
}
