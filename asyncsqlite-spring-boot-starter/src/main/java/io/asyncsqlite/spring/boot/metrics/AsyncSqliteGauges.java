package io.asyncsqlite.spring.boot.metrics;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteStats;
import io.asyncsqlite.spring.boot.metrics.AsyncSqliteMeter.Tag;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Shows what databases are doing now. */
final class AsyncSqliteGauges implements MeterBinder {

    private final Collection<AsyncSqlite> databases;

    AsyncSqliteGauges(Collection<AsyncSqlite> databases) {
        this.databases = List.copyOf(databases);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        databases.forEach(database -> {
            Tags tags = Tags.of(Tag.DATABASE.asString(), database.name());
            Tags reads = tags.and(Tag.KIND.asString(), "read");
            Tags writes = tags.and(Tag.KIND.asString(), "write");
            gauge(registry, AsyncSqliteMeter.QUEUE_SIZE, reads, database, SqliteStats::queuedReads);
            gauge(registry, AsyncSqliteMeter.QUEUE_SIZE, writes, database, SqliteStats::queuedWrites);
            gauge(registry, AsyncSqliteMeter.QUEUE_BYTES, tags, database, SqliteStats::queuedBytes);
            gauge(registry, AsyncSqliteMeter.READERS_OPEN, tags, database, SqliteStats::openReaders);
            gauge(registry, AsyncSqliteMeter.READERS_BUSY, tags, database, SqliteStats::busyReaders);
        });
    }

    private static void gauge(
            MeterRegistry registry,
            AsyncSqliteMeter meter,
            Tags tags,
            AsyncSqlite database,
            ToDoubleFunction<SqliteStats> value) {
        Gauge.builder(meter.getName(), database, measured -> value.applyAsDouble(measured.stats()))
                .description(meter.description())
                .baseUnit(meter.getBaseUnit())
                .tags(tags)
                .register(registry);
    }
}
