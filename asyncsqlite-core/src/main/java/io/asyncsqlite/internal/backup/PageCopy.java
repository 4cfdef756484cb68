package io.asyncsqlite.internal.backup;

import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.StatementInterrupter;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.engine.EngineBackup;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineFile;
import io.asyncsqlite.internal.operation.LongOperation;
import io.asyncsqlite.internal.operation.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongPredicate;

/**
 * Copies one state of a database to a file. A read transaction on its connection is that state. It is copied as pages in steps or, for a compact copy
 * and on the JNI engine, by {@code VACUUM INTO}. Worker thread only.
 */
final class PageCopy {

    private static final int LIMITED_CACHE_KIB = 256;

    private final LongOperation<?> operation;
    private final Services services;
    private final BackupOptions options;
    private final LogRoom room;

    PageCopy(LongOperation<?> operation, Services services, BackupOptions options) {
        this.operation = operation;
        this.services = services;
        this.options = options;
        this.room = new LogRoom(services);
    }

    /** Copies the database to an empty file. */
    void copy(DatabaseConnection connection, Path part) throws EngineException, IOException {
        Pace pace = new Pace(
                operation,
                options,
                services.completions().callbacks(),
                services.workers().separateReaders());
        connection.interrupter().checkStop(operation.sql());
        if (options.compact() || !(copyFile(connection, part, pace) || copyPages(connection, part, pace))) {
            vacuumInto(connection, part, pace);
        }
    }

    private boolean copyFile(DatabaseConnection connection, Path part, Pace pace) throws EngineException, IOException {
        if (!room.isUseful()) {
            return false;
        }
        // SQLite opens the log, and with it the memory that connections share, at the first read.
        pageSize(connection);
        EngineFile file = connection.pages().file();
        return file != null && new FileCopy(operation, services, room, pace, connection, file).copy(part);
    }

    /** Copies all pages of one state, and returns false if the engine cannot do it. */
    private boolean copyPages(DatabaseConnection connection, Path part, Pace pace) throws EngineException {
        connection.transaction().begin(BeginMode.DEFERRED);
        try {
            // The first read of the transaction decides which state it sees.
            long pageSize = pageSize(connection);
            try (EngineBackup backup = connection.pages().backupTo(part)) {
                if (backup != null) {
                    copyPages(connection, backup, pageSize, pace);
                }
                return backup != null;
            }
        } finally {
            connection.transaction().endSnapshot();
        }
    }

    private void copyPages(DatabaseConnection connection, EngineBackup backup, long pageSize, Pace pace)
            throws EngineException {
        int step = pace.pagesAtATime(pageSize);
        boolean more;
        do {
            more = backup.step(step);
            room.keep(backup.pages() * pageSize);
            pace.copied((backup.pages() - backup.remaining()) * pageSize, backup.pages() * pageSize);
            connection.interrupter().checkStop(operation.sql());
        } while (more);
    }

    private void vacuumInto(DatabaseConnection connection, Path part, Pace pace) throws EngineException {
        long total = databaseBytes(connection);
        if (pace.isLimited()) {
            // The size of the part tells how much was copied only once the cache is full.
            connection.pragma("PRAGMA cache_size=-" + LIMITED_CACHE_KIB);
        }
        StatementInterrupter interrupter = connection.interrupter();
        LongPredicate usual = interrupter.stopIf(now -> false);
        room.keep(total);
        interrupter.stopIf(now -> {
            room.keep(total);
            pace.copied(size(part), total);
            return usual.test(now);
        });
        try {
            connection.pragma("VACUUM INTO " + Literals.text(part.toString()));
        } finally {
            interrupter.stopIf(usual);
        }
    }

    /** Returns how large the file is when the whole log is in it. */
    static long databaseBytes(DatabaseConnection connection) throws EngineException {
        return Long.parseLong(connection.pragma("PRAGMA page_count"))
                * Long.parseLong(connection.pragma("PRAGMA page_size"));
    }

    private static long pageSize(DatabaseConnection connection) throws EngineException {
        connection.pragma("PRAGMA schema_version");
        return Long.parseLong(connection.pragma("PRAGMA page_size"));
    }

    private static long size(Path part) {
        try {
            return Files.size(part);
        } catch (IOException e) {
            return 0;
        }
    }
}
