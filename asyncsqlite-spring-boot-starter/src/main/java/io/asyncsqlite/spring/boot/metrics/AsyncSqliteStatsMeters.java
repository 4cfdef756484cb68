package io.asyncsqlite.spring.boot.metrics;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteStats;
import io.asyncsqlite.SqliteStats.Totals;
import io.asyncsqlite.spring.boot.metrics.AsyncSqliteMeter.Tag;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Publishes the state and the counts of databases as meters, of each when its bean is made. */
final class AsyncSqliteStatsMeters implements BeanPostProcessor {

    private static final List<Shown> SHOWN = List.of(
            new Shown(AsyncSqliteMeter.QUEUE_SIZE, "read"),
            new Shown(AsyncSqliteMeter.QUEUE_SIZE, "write"),
            new Shown(AsyncSqliteMeter.QUEUE_BYTES, ""),
            new Shown(AsyncSqliteMeter.WRITER_HELD, ""),
            new Shown(AsyncSqliteMeter.READERS_OPEN, ""),
            new Shown(AsyncSqliteMeter.READERS_BUSY, ""),
            new Shown(AsyncSqliteMeter.READERS_LENT, ""),
            new Shown(AsyncSqliteMeter.WAL_SIZE, ""),
            new Shown(AsyncSqliteMeter.OPERATION_REJECTED, ""),
            new Shown(AsyncSqliteMeter.OPERATION_CANCELLED, ""),
            new Shown(AsyncSqliteMeter.OPERATION_SLOW, ""),
            new Shown(AsyncSqliteMeter.OPERATION_REPEATED, ""),
            new Shown(AsyncSqliteMeter.OPERATION_UNKNOWN, ""),
            new Shown(AsyncSqliteMeter.CLUSTER_NODES, ""),
            new Shown(AsyncSqliteMeter.CLUSTER_LEADER_CHANGES, ""),
            new Shown(AsyncSqliteMeter.CLUSTER_LEADERLESS, ""),
            new Shown(AsyncSqliteMeter.STATEMENT_CACHE, "hit"),
            new Shown(AsyncSqliteMeter.STATEMENT_CACHE, "miss"),
            new Shown(AsyncSqliteMeter.LEAKS, ""));

    private final ObjectProvider<MeterRegistry> registry;

    AsyncSqliteStatsMeters(ObjectProvider<MeterRegistry> registry) {
        this.registry = registry;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof AsyncSqlite database) {
            bind(database, registry.getObject());
        }
        return bean;
    }

    static void bind(AsyncSqlite database, MeterRegistry registry) {
        for (Shown shown : SHOWN) {
            shown.register(registry, database);
        }
    }

    /**
     * A meter and how it is read. One class instead of a function for each meter, which would cost a starting program more.
     *
     * @param detail value of the second tag, or empty if there is none
     */
    private record Shown(AsyncSqliteMeter meter, String detail) implements ToDoubleFunction<AsyncSqlite> {

        private static final double NANOS_PER_SECOND = 1e9;

        void register(MeterRegistry registry, AsyncSqlite database) {
            if (meter.getType() == Meter.Type.GAUGE) {
                Gauge.builder(meter.getName(), database, this)
                        .description(meter.description())
                        .baseUnit(meter.getBaseUnit())
                        .tags(tags(database))
                        .register(registry);
            } else {
                FunctionCounter.builder(meter.getName(), database, this)
                        .description(meter.description())
                        .baseUnit(meter.getBaseUnit())
                        .tags(tags(database))
                        .register(registry);
            }
        }

        private Tags tags(AsyncSqlite database) {
            Tags tags = Tags.of(Tag.DATABASE.asString(), database.name());
            return detail.isEmpty() ? tags : tags.and(meter.getKeyNames()[1].asString(), detail);
        }

        @Override
        public double applyAsDouble(AsyncSqlite database) {
            return value(database.stats());
        }

        private double value(SqliteStats stats) {
            return switch (meter) {
                case QUEUE_SIZE -> detail.equals("read") ? stats.queuedReads() : stats.queuedWrites();
                case QUEUE_BYTES -> stats.queuedBytes();
                case WRITER_HELD -> stats.writerHeld().toNanos() / NANOS_PER_SECOND;
                case READERS_OPEN -> stats.openReaders();
                case READERS_BUSY -> stats.busyReaders();
                case READERS_LENT -> stats.streamConnections();
                case WAL_SIZE -> stats.logBytes();
                case CLUSTER_NODES -> stats.cluster().nodes();
                case CLUSTER_LEADER_CHANGES -> stats.cluster().leaderChanges();
                case CLUSTER_LEADERLESS -> stats.cluster().leaderless().toNanos() / NANOS_PER_SECOND;
                default -> count(stats.totals());
            };
        }

        private long count(Totals totals) {
            return switch (meter) {
                case OPERATION_REJECTED -> totals.rejected();
                case OPERATION_CANCELLED -> totals.cancelled();
                case OPERATION_SLOW -> totals.slow();
                case STATEMENT_CACHE -> detail.equals("hit") ? totals.statementHits() : totals.statementMisses();
                case LEAKS -> totals.leaks();
                case OPERATION_REPEATED -> totals.repeated();
                case OPERATION_UNKNOWN -> totals.unknownOutcomes();
                default -> throw new IllegalArgumentException(meter + " is counted by the listener");
            };
        }
    }
}
