package io.asyncsqlite.spring.boot.metrics;

import static io.asyncsqlite.spring.boot.metrics.AsyncSqliteMeter.COMMIT_GROUP_SIZE;
import static io.asyncsqlite.spring.boot.metrics.AsyncSqliteMeter.OPERATION_RUN;
import static io.asyncsqlite.spring.boot.metrics.AsyncSqliteMeter.OPERATION_WAIT;

import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.spring.boot.metrics.AsyncSqliteMeter.Tag;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Records the operations of databases as Micrometer timers and summaries, see {@link AsyncSqliteMeter}. The auto-configured database
 * has it; add it to the options of others. Thread-safe.
 */
public final class AsyncSqliteMetricsListener implements SqliteListener {

    private final Map<String, DatabaseMeters> databases = new ConcurrentHashMap<>();
    private final Function<String, DatabaseMeters> register;

    /**
     * Creates a listener, which registers the meters of a database at its first operation.
     *
     * @param registry where to register them
     */
    public AsyncSqliteMetricsListener(MeterRegistry registry) {
        this.register = database -> new DatabaseMeters(registry, database);
    }

    @Override
    public void operationFinished(FinishedOperation operation) {
        OperationMeters meters = meters(operation.database()).of(operation.kind());
        meters.waited.record(operation.queueTime());
        (operation.succeeded() ? meters.success : meters.error).record(operation.runTime());
    }

    @Override
    public void committed(Commit commit) {
        if (commit.operations() > 0) {
            meters(commit.database()).groupSize.record(commit.operations());
        }
    }

    private DatabaseMeters meters(String database) {
        return databases.computeIfAbsent(database, register);
    }

    /** The meters of one database, registered once so that recording looks up none. */
    private static final class DatabaseMeters {

        private final OperationMeters reads;
        private final OperationMeters writes;
        private final OperationMeters transactions;
        private final OperationMeters streams;
        private final DistributionSummary groupSize;

        DatabaseMeters(MeterRegistry registry, String database) {
            Tags tags = Tags.of(Tag.DATABASE.asString(), database);
            reads = OperationMeters.of(registry, tags, Kind.READ);
            writes = OperationMeters.of(registry, tags, Kind.WRITE);
            transactions = OperationMeters.of(registry, tags, Kind.TRANSACTION);
            streams = OperationMeters.of(registry, tags, Kind.STREAM);
            groupSize = DistributionSummary.builder(COMMIT_GROUP_SIZE.getName())
                    .description(COMMIT_GROUP_SIZE.description())
                    .baseUnit(COMMIT_GROUP_SIZE.getBaseUnit())
                    .tags(tags)
                    .register(registry);
        }

        OperationMeters of(Kind kind) {
            return switch (kind) {
                case READ -> reads;
                case WRITE -> writes;
                case TRANSACTION -> transactions;
                case STREAM -> streams;
            };
        }
    }

    private record OperationMeters(Timer waited, Timer success, Timer error) {

        static OperationMeters of(MeterRegistry registry, Tags tags, Kind kind) {
            Tags ofKind = tags.and(Tag.KIND.asString(), kind.name().toLowerCase(Locale.ROOT));
            return new OperationMeters(
                    timer(registry, OPERATION_WAIT, ofKind),
                    timer(registry, OPERATION_RUN, ofKind.and(Tag.OUTCOME.asString(), "success")),
                    timer(registry, OPERATION_RUN, ofKind.and(Tag.OUTCOME.asString(), "error")));
        }

        private static Timer timer(MeterRegistry registry, AsyncSqliteMeter meter, Tags tags) {
            return Timer.builder(meter.getName())
                    .description(meter.description())
                    .tags(tags)
                    .register(registry);
        }
    }
}
