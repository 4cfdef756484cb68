package io.asyncsqlite.spring.boot.backup;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupException;
import io.asyncsqlite.BackupOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/** Makes the backups of one database, and deletes the oldest. The name of each ends with its time, by which they are sorted. */
final class ScheduledBackup {

    private static final Log LOG = LogFactory.getLog(ScheduledBackup.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final AsyncSqlite database;
    private final String prefix;
    private final Pattern names;
    private final Path directory;
    private final int keep;
    private final BackupOptions options;
    private final Clock clock;

    private volatile @Nullable Path latest;
    private volatile @Nullable String error;

    ScheduledBackup(AsyncSqlite database, String name, Path directory, int keep, BackupOptions options, Clock clock)
            throws IOException {
        this.database = database;
        this.prefix = name.replaceAll("[^\\p{Alnum}._-]", "_") + "-";
        this.names = Pattern.compile(Pattern.quote(prefix) + "\\d{8}T\\d{6}Z\\.db");
        this.directory = directory;
        this.keep = keep;
        this.options = options;
        this.clock = clock;
        List<Path> found = newestFirst();
        this.latest = found.isEmpty() ? null : found.get(0);
    }

    String databaseName() {
        return database.name();
    }

    /** Makes a backup. A failure is logged and kept for the health. */
    void run() {
        try {
            Path target = directory.resolve(prefix + TIME.format(clock.instant()) + ".db");
            latest = database.blocking().backup(target, options).file();
            error = null;
            deleteOld();
        } catch (Exception e) {
            error = e instanceof BackupException failed
                    ? "BackupException: " + failed.reason()
                    : e.getClass().getSimpleName();
            LOG.warn("The scheduled backup of database '" + database.name() + "' failed", e);
        }
    }

    private void deleteOld() throws IOException {
        List<Path> found = newestFirst();
        for (Path old : found.subList(Math.min(keep, found.size()), found.size())) {
            Files.deleteIfExists(old);
        }
    }

    private List<Path> newestFirst() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> names.matcher(name(file)).matches())
                    .sorted(Comparator.comparing(ScheduledBackup::name).reversed())
                    .toList();
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** Returns the name of the newest backup, or null. */
    @Nullable
    String latest() {
        Path file = latest;
        return file == null ? null : name(file);
    }

    /** Returns how old the newest backup is, or null if there is none. */
    @Nullable
    Duration age() {
        String file = latest();
        if (file == null) {
            return null;
        }
        String time = file.substring(prefix.length(), file.length() - ".db".length());
        return Duration.between(TIME.parse(time, Instant::from), clock.instant());
    }

    /** Returns what the latest attempt failed with, without paths, or null if it succeeded. */
    @Nullable
    String error() {
        return error;
    }
}
