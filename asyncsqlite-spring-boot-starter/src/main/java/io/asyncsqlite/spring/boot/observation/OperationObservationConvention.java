package io.asyncsqlite.spring.boot.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import java.util.Objects;

/**
 * Names and keys of an observation by OpenTelemetry's conventions for databases. A bean of a subclass replaces it.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/database/database-spans/">Semantic conventions for database client spans</a>
 */
public class OperationObservationConvention implements ObservationConvention<OperationObservationContext> {

    /** Creates the convention. */
    public OperationObservationConvention() {}

    /** {@return {@code db.client.operation.duration}} */
    @Override
    public String getName() {
        return OperationObservation.OPERATION.getName();
    }

    /** {@return the summary of the SQL text, or the kind of a lambda or transaction} */
    @Override
    public String getContextualName(OperationObservationContext context) {
        return summary(context);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof OperationObservationContext;
    }

    /** {@return the keys of {@link OperationObservation.LowCardinality}} */
    @Override
    public KeyValues getLowCardinalityKeyValues(OperationObservationContext context) {
        return KeyValues.of(
                key(OperationObservation.LowCardinality.SYSTEM, "sqlite"),
                key(OperationObservation.LowCardinality.NAMESPACE, context.database()),
                key(OperationObservation.LowCardinality.OPERATION, operation(context)),
                key(OperationObservation.LowCardinality.SUMMARY, summary(context)),
                key(OperationObservation.LowCardinality.ERROR, error(context)));
    }

    /** {@return the keys of {@link OperationObservation.HighCardinality}} */
    @Override
    public KeyValues getHighCardinalityKeyValues(OperationObservationContext context) {
        return hasText(context)
                ? KeyValues.of(OperationObservation.HighCardinality.TEXT.withValue(context.sqlText()))
                : KeyValues.empty();
    }

    private static KeyValue key(OperationObservation.LowCardinality name, String value) {
        return name.withValue(value);
    }

    private static boolean hasText(OperationObservationContext context) {
        return !context.sqlOperation().equals("OTHER");
    }

    private static String operation(OperationObservationContext context) {
        return hasText(context)
                ? context.sqlOperation()
                : context.operationKind().name();
    }

    private static String summary(OperationObservationContext context) {
        return hasText(context) ? context.sqlSummary() : context.operationKind().name();
    }

    private static String error(OperationObservationContext context) {
        Throwable error = context.getError();
        return error == null
                ? KeyValue.NONE_VALUE
                : Objects.toString(error.getClass().getSimpleName());
    }
}
