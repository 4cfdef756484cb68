package io.asyncsqlite.spring.boot.backup;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.CronTrigger;
import org.springframework.util.unit.DataSize;

/**
 * Makes backups of all databases by a schedule, one after the other, on a thread of its own. Each is checked by {@code PRAGMA quick_check} before it gets
 * its name.
 */
public final class ScheduledBackups implements SmartLifecycle {

    private static final String PREFIX = "asyncsqlite.backup.";

    private final List<ScheduledBackup> backups = new ArrayList<>();
    /** Null where the properties switch the schedule off. */
    private final @Nullable CronTrigger trigger;

    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private volatile boolean running;

    ScheduledBackups(Map<String, AsyncSqlite> databases, AsyncSqliteBackupProperties properties, Clock clock) {
        this.trigger = trigger(properties.cron());
        if (trigger != null) {
            addAll(databases, properties, clock);
        }
        scheduler.setThreadNamePrefix("asyncsqlite-scheduled-backup-");
        scheduler.setDaemon(true);
    }

    private void addAll(Map<String, AsyncSqlite> databases, AsyncSqliteBackupProperties properties, Clock clock) {
        require(properties.keep() >= 1, "keep", properties.keep(), "it must be at least 1");
        Path directory = directory(properties.directory());
        BackupOptions options = options(properties);
        boolean several = databases.size() > 1;
        databases.forEach((bean, database) -> {
            String name = several ? bean : database.name();
            try {
                backups.add(new ScheduledBackup(database, name, directory, properties.keep(), options, clock));
            } catch (IOException e) {
                throw invalid("directory", directory, "it cannot be read: " + e);
            }
        });
    }

    private static @Nullable CronTrigger trigger(@Nullable String cron) {
        if (Scheduled.CRON_DISABLED.equals(cron)) {
            return null;
        }
        try {
            return new CronTrigger(String.valueOf(cron));
        } catch (IllegalArgumentException e) {
            throw invalid("cron", cron, String.valueOf(e.getMessage()));
        }
    }

    private static Path directory(@Nullable String directory) {
        require(directory != null, "directory", null, "backups need a directory");
        Path path = Path.of(String.valueOf(directory)).toAbsolutePath();
        require(Files.isDirectory(path), "directory", directory, "the directory must exist");
        return path;
    }

    private static BackupOptions options(AsyncSqliteBackupProperties properties) {
        BackupOptions.Builder options = BackupOptions.builder().verify(true);
        try {
            options.timeout(properties.timeout()).build();
        } catch (IllegalArgumentException e) {
            throw invalid("timeout", properties.timeout(), String.valueOf(e.getMessage()));
        }
        DataSize rate = properties.rate();
        if (rate != null) {
            require(rate.toBytes() >= 1, "rate", rate, "it must be at least one byte");
            options.bytesPerSecond(rate.toBytes());
        }
        return options.build();
    }

    private static void require(boolean condition, String property, @Nullable Object value, String rule) {
        if (!condition) {
            throw invalid(property, value, rule);
        }
    }

    private static InvalidConfigurationPropertyValueException invalid(
            String property, @Nullable Object value, String rule) {
        return new InvalidConfigurationPropertyValueException(PREFIX + property, value, rule);
    }

    /** Begins the schedule, after the databases were opened. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The end of the scheduler ends it.
    public void start() {
        if (trigger != null) {
            scheduler.initialize();
            scheduler.schedule(this::run, trigger);
        }
        running = true;
    }

    /** Ends the schedule, before the databases are closed, and cancels a backup that runs. */
    @Override
    public void stop() {
        running = false;
        scheduler.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Makes a backup of each database now. Waits until all are made; failures are logged and shown by the health. */
    public void run() {
        backups.forEach(ScheduledBackup::run);
    }

    List<ScheduledBackup> all() {
        return List.copyOf(backups);
    }
}
