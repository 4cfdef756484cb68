package io.asyncsqlite.spring.boot.metrics;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteStats;
import io.asyncsqlite.SqliteStats.Totals;
import io.asyncsqlite.spring.boot.metrics.AsyncSqliteMeter.Tag;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Shows what databases are doing now, and what they have counted. */
final class AsyncSqliteStatsMeters implements MeterBinder {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Collection<AsyncSqlite> databases;

    AsyncSqliteStatsMeters(Collection<AsyncSqlite> databases) {
        this.databases = List.copyOf(databases);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        databases.forEach(database -> {
            Registrar meters = new Registrar(registry, database);
            meters.gauges();
            meters.counters();
        });
    }

    /** Registers the meters of one database. */
    private record Registrar(MeterRegistry registry, AsyncSqlite database) {

        void gauges() {
            gauge(AsyncSqliteMeter.QUEUE_SIZE, Tags.of(Tag.KIND.asString(), "read"), SqliteStats::queuedReads);
            gauge(AsyncSqliteMeter.QUEUE_SIZE, Tags.of(Tag.KIND.asString(), "write"), SqliteStats::queuedWrites);
            gauge(AsyncSqliteMeter.QUEUE_BYTES, Tags.empty(), SqliteStats::queuedBytes);
            gauge(
                    AsyncSqliteMeter.WRITER_HELD,
                    Tags.empty(),
                    stats -> stats.writerHeld().toNanos() / NANOS_PER_SECOND);
            gauge(AsyncSqliteMeter.READERS_OPEN, Tags.empty(), SqliteStats::openReaders);
            gauge(AsyncSqliteMeter.READERS_BUSY, Tags.empty(), SqliteStats::busyReaders);
            gauge(AsyncSqliteMeter.WAL_SIZE, Tags.empty(), SqliteStats::logBytes);
        }

        void counters() {
            counter(AsyncSqliteMeter.OPERATION_REJECTED, Tags.empty(), Totals::rejected);
            counter(AsyncSqliteMeter.OPERATION_CANCELLED, Tags.empty(), Totals::cancelled);
            counter(AsyncSqliteMeter.OPERATION_SLOW, Tags.empty(), Totals::slow);
            counter(AsyncSqliteMeter.STATEMENT_CACHE, Tags.of(Tag.RESULT.asString(), "hit"), Totals::statementHits);
            counter(AsyncSqliteMeter.STATEMENT_CACHE, Tags.of(Tag.RESULT.asString(), "miss"), Totals::statementMisses);
            counter(AsyncSqliteMeter.LEAKS, Tags.empty(), Totals::leaks);
        }

        private void gauge(AsyncSqliteMeter meter, Tags tags, ToDoubleFunction<SqliteStats> value) {
            Gauge.builder(meter.getName(), database, measured -> value.applyAsDouble(measured.stats()))
                    .description(meter.description())
                    .baseUnit(meter.getBaseUnit())
                    .tags(tags.and(Tag.DATABASE.asString(), database.name()))
                    .register(registry);
        }

        private void counter(AsyncSqliteMeter meter, Tags tags, ToLongFunction<Totals> value) {
            FunctionCounter.builder(
                            meter.getName(),
                            database,
                            counted -> value.applyAsLong(counted.stats().totals()))
                    .description(meter.description())
                    .baseUnit(meter.getBaseUnit())
                    .tags(tags.and(Tag.DATABASE.asString(), database.name()))
                    .register(registry);
        }
    }
}
