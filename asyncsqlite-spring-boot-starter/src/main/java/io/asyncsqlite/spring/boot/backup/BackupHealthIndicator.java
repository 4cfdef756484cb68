package io.asyncsqlite.spring.boot.backup;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Tells how old the newest backup of each database is. Always UP: a new start of the application would not help, and the database serves.
 * Details by the name of the database: {@code latest}, the name of the file, {@code ageSeconds}, and {@code error} if the latest attempt failed.
 */
final class BackupHealthIndicator extends AbstractHealthIndicator {

    private final ScheduledBackups backups;

    BackupHealthIndicator(ScheduledBackups backups) {
        this.backups = backups;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.up();
        backups.all().forEach(backup -> builder.withDetail(backup.databaseName(), details(backup)));
    }

    private static Map<String, Object> details(ScheduledBackup backup) {
        Map<String, Object> details = new LinkedHashMap<>();
        String latest = backup.latest();
        Duration age = backup.age();
        if (latest != null && age != null) {
            details.put("latest", latest);
            details.put("ageSeconds", age.toSeconds());
        }
        String error = backup.error();
        if (error != null) {
            details.put("error", error);
        }
        return details;
    }
}
