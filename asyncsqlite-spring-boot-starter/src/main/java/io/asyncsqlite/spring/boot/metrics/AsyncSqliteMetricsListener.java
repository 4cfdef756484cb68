package io.asyncsqlite.spring.boot.metrics;

import static io.asyncsqlite.spring.boot.metrics.AsyncSqliteMeter.CHECKPOINT_TIME;
import static io.asyncsqlite.spring.boot.metrics.AsyncSqliteMeter.COMMIT_GROUP_SIZE;
import static io.asyncsqlite.spring.boot.metrics.AsyncSqliteMeter.COMMIT_TIME;
import static io.asyncsqlite.spring.boot.metrics.AsyncSqliteMeter.FLUSH_SIZE;
import static io.asyncsqlite.spring.boot.metrics.AsyncSqliteMeter.FLUSH_TIME;
import static io.asyncsqlite.spring.boot.metrics.AsyncSqliteMeter.OPERATION_RUN;
import static io.asyncsqlite.spring.boot.metrics.AsyncSqliteMeter.OPERATION_WAIT;

import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.spring.boot.metrics.AsyncSqliteMeter.Tag;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
        meters(operation.database()).of(operation.kind()).finished(operation);
    }

    @Override
    public void committed(Commit commit) {
        DatabaseMeters meters = meters(commit.database());
        meters.commitTime.record(commit.time());
        if (commit.operations() > 0) {
            meters.groupSize.record(commit.operations());
        }
    }

    @Override
    public void flushed(Flush flush) {
        DatabaseMeters meters = meters(flush.database());
        meters.flushTime.record(flush.time());
        meters.flushSize.record(flush.commits());
    }

    @Override
    public void checkpointed(Checkpoint checkpoint) {
        meters(checkpoint.database()).checkpointTime.record(checkpoint.time());
    }

    private DatabaseMeters meters(String database) {
        return databases.computeIfAbsent(database, register);
    }

    /** The meters of one database, registered once so that recording looks up none. */
    private static final class DatabaseMeters {

        private final Map<OperationKind, OperationMeters> operations = new EnumMap<>(OperationKind.class);
        private final DistributionSummary groupSize;
        private final Timer commitTime;
        private final Timer flushTime;
        private final DistributionSummary flushSize;
        private final Timer checkpointTime;

        DatabaseMeters(MeterRegistry registry, String database) {
            Tags tags = Tags.of(Tag.DATABASE.asString(), database);
            for (OperationKind kind : OperationKind.values()) {
                operations.put(kind, OperationMeters.of(registry, tags.and(Tag.KIND.asString(), lower(kind))));
            }
            commitTime = timer(registry, COMMIT_TIME, tags);
            checkpointTime = timer(registry, CHECKPOINT_TIME, tags);
            flushTime = timer(registry, FLUSH_TIME, tags);
            groupSize = summary(registry, COMMIT_GROUP_SIZE, tags);
            flushSize = summary(registry, FLUSH_SIZE, tags);
        }

        OperationMeters of(OperationKind kind) {
            return Objects.requireNonNull(operations.get(kind));
        }
    }

    private record OperationMeters(Timer waited, Map<Result, Timer> runs) {

        static OperationMeters of(MeterRegistry registry, Tags tags) {
            Map<Result, Timer> runs = new EnumMap<>(Result.class);
            for (Result result : Result.values()) {
                runs.put(result, timer(registry, OPERATION_RUN, tags.and(Tag.OUTCOME.asString(), lower(result))));
            }
            return new OperationMeters(timer(registry, OPERATION_WAIT, tags), runs);
        }

        void finished(FinishedOperation operation) {
            waited.record(operation.queueTime());
            Objects.requireNonNull(runs.get(operation.result())).record(operation.runTime());
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static DistributionSummary summary(MeterRegistry registry, AsyncSqliteMeter meter, Tags tags) {
        return DistributionSummary.builder(meter.getName())
                .description(meter.description())
                .baseUnit(meter.getBaseUnit())
                .tags(tags)
                .register(registry);
    }

    private static Timer timer(MeterRegistry registry, AsyncSqliteMeter meter, Tags tags) {
        return Timer.builder(meter.getName())
                .description(meter.description())
                .tags(tags)
                .register(registry);
    }
}
