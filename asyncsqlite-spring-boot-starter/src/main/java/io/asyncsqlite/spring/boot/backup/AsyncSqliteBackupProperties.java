package io.asyncsqlite.spring.boot.backup;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * When and where databases are backed up.
 *
 * @param cron When backups are made, as a cron expression of Spring with six fields, in the time zone of the system. Without it, or
 *     with "-", none are made.
 * @param directory Directory for the backups, which must exist and be used by one application only.
 * @param keep How many of the newest backups of a database are kept; older ones are deleted after a backup has succeeded.
 * @param rate Size that is copied in a second at most. No limit by default.
 * @param timeout How long one backup may take.
 */
@ConfigurationProperties("asyncsqlite.backup")
public record AsyncSqliteBackupProperties(
        @Nullable String cron,
        @Nullable String directory,
        @DefaultValue("7") int keep,
        @Nullable DataSize rate,
        @DefaultValue("1h") Duration timeout) {}
