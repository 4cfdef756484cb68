package io.asyncsqlite.samples.shortlinks.backup;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupException;
import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.BackupResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Makes backups by hand, one at a time, into the directory of those that {@code asyncsqlite.backup.cron} makes. They have names of the same kind, so
 * that the schedule deletes the oldest of both.
 */
@Component
public final class Backups {

    private static final Log LOG = LogFactory.getLog(Backups.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final AsyncSqlite database;
    private final Path directory;
    private final AtomicReference<BackupState> state = new AtomicReference<>(BackupState.NONE);

    Backups(AsyncSqlite database, @Value("${asyncsqlite.backup.directory}") Path directory) {
        this.database = database;
        this.directory = directory;
    }

    /**
     * Tells how far the backup is.
     *
     * @return the state of the backup, or of the latest one
     */
    public BackupState state() {
        return state.get();
    }

    /** Starts a backup; gives false if one is being made. */
    boolean start() {
        BackupState before = state.get();
        if (before.running() || !state.compareAndSet(before, BackupState.copying(0, 0))) {
            return false;
        }
        BackupOptions options = BackupOptions.builder()
                .verify(true)
                .progress(now -> state.getAndUpdate(
                        old -> old.running() ? BackupState.copying(now.copiedBytes(), now.totalBytes()) : old))
                .build();
        String name = database.name() + "-" + TIME.format(Instant.now()) + ".db";
        CompletableFuture<BackupResult> unused =
                database.backup(directory.resolve(name), options).whenComplete(this::ended);
        return true;
    }

    private void ended(@Nullable BackupResult made, @Nullable Throwable failure) {
        if (made != null) {
            state.set(BackupState.made(String.valueOf(made.file().getFileName()), made.bytes()));
        } else {
            LOG.warn("A backup failed", failure);
            state.set(BackupState.failed("The backup failed: " + reason(failure)));
        }
    }

    /** The reason without paths, for people at a browser. */
    private static String reason(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException completion ? completion.getCause() : failure;
        return cause instanceof BackupException backup ? backup.reason().name() : String.valueOf(cause);
    }

    /** Lists the backups, the newest first. Reads a directory, so not for event loops. */
    List<BackupFile> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found = files.filter(file -> name(file).startsWith(database.name() + "-"))
                    .filter(file -> name(file).endsWith("Z.db"))
                    .sorted(Comparator.comparing(Backups::name).reversed())
                    .toList();
            return found.stream().map(Backups::file).toList();
        }
    }

    private static BackupFile file(Path file) {
        return new BackupFile(
                name(file),
                file.toFile().length(),
                Instant.ofEpochMilli(file.toFile().lastModified()));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
