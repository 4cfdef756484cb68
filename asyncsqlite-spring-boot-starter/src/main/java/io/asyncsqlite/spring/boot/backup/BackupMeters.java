package io.asyncsqlite.spring.boot.backup;

import io.asyncsqlite.spring.boot.metrics.AsyncSqliteMeter;
import io.asyncsqlite.spring.boot.metrics.AsyncSqliteMeter.Tag;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;

/** Publishes how old the newest backup of each database is. */
record BackupMeters(ScheduledBackups backups) implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        AsyncSqliteMeter meter = AsyncSqliteMeter.BACKUP_AGE;
        backups.all()
                .forEach(backup -> Gauge.builder(meter.getName(), backup, BackupMeters::age)
                        .description(meter.description())
                        .baseUnit(meter.getBaseUnit())
                        .tag(Tag.DATABASE.asString(), backup.databaseName())
                        .register(registry));
    }

    private static double age(ScheduledBackup backup) {
        Duration age = backup.age();
        return age == null ? Double.NaN : age.toSeconds();
    }
}
