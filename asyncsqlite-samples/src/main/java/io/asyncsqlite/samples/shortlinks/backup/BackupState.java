package io.asyncsqlite.samples.shortlinks.backup;

import org.jspecify.annotations.Nullable;

/**
 * How far the backup by hand is, or how the latest went.
 *
 * @param running whether one is being made
 * @param copiedBytes bytes that were copied
 * @param totalBytes size of the database
 * @param file name of the file, when it is made
 * @param problem why there is none, for people
 */
public record BackupState(
        boolean running,
        long copiedBytes,
        long totalBytes,
        @Nullable String file,
        @Nullable String problem) {

    static final BackupState NONE = new BackupState(false, 0, 0, null, null);

    static BackupState copying(long copied, long total) {
        return new BackupState(true, copied, total, null, null);
    }

    static BackupState made(String file, long bytes) {
        return new BackupState(false, bytes, bytes, file, null);
    }

    static BackupState failed(String problem) {
        return new BackupState(false, 0, 0, null, problem);
    }
}
