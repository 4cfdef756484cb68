package io.asyncsqlite.internal.backup;

import io.asyncsqlite.BackupException;
import io.asyncsqlite.BackupException.Reason;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.file.DatabaseFile;
import io.asyncsqlite.internal.file.FileKey;
import io.asyncsqlite.internal.file.OpenFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The file that a backup becomes. It is written as a part beside its final name, and renamed when it is complete and on the disk.
 *
 * <p>Invariant: under the final name is the old file, or none, or the whole backup.
 */
final class BackupTarget {

    static final String PART = ".asyncsqlite-backup-";

    /** The age at which a part belongs to a program that was killed: a backup that runs writes more often. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private static final List<String> BESIDE = List.of("-wal", "-shm", "-journal");

    /** What a target is for, as messages begin. */
    enum Purpose {
        BACKUP("No backup was made to "),
        RESTORE("No backup was restored to "),
        REPLACE("The content was not replaced of "),
        SERIALIZE("No image was made of ");

        private final String failed;

        Purpose(String failed) {
            this.failed = failed;
        }

        BackupException failure(Path target, Reason reason, String why, @Nullable Throwable cause) {
            return new BackupException(failed + target + ": " + why, reason, cause);
        }

        /** Returns the failure for an error of the file system. */
        BackupException failure(Path target, IOException e) {
            return failure(target, isFull(e) ? Reason.DISK_FULL : Reason.NO_ACCESS, e.toString(), e);
        }

        /** The file systems of Java have no exception of its own for it. The texts are those of Linux and macOS, and of Windows. */
        private static boolean isFull(IOException e) {
            String message = String.valueOf(e.getMessage());
            return message.contains("No space left on device")
                    || message.contains("quota exceeded")
                    || message.contains("not enough space on the disk");
        }

        /** Returns the failure for an error of SQLite. */
        BackupException failure(Path target, EngineException e) {
            Reason reason = switch (e.primaryCode()) {
                case ResultCode.FULL -> Reason.DISK_FULL;
                case ResultCode.IOERR, ResultCode.CANTOPEN, ResultCode.READONLY, ResultCode.PERM -> Reason.NO_ACCESS;
                case ResultCode.CORRUPT, ResultCode.NOTADB -> Reason.DAMAGED;
                default -> Reason.OTHER;
            };
            return failure(target, reason, e.getMessage() + " (" + new ResultCode(e.code()) + ")", e);
        }
    }

    private final Purpose purpose;
    private final Path file;
    private final Path part;
    private final boolean replace;

    private BackupTarget(Purpose purpose, Path file, boolean replace) {
        this.purpose = purpose;
        this.file = file;
        this.part = file.resolveSibling(PART + UUID.randomUUID());
        this.replace = replace;
    }

    /** Checks the target, and creates the empty part for its owner only. */
    static BackupTarget prepare(Purpose purpose, Path target, boolean replace) throws IOException {
        Path absolute = target.toAbsolutePath();
        String invalid = DatabaseFile.invalid(absolute);
        if (invalid != null) {
            throw purpose.failure(absolute, Reason.INVALID_PATH, invalid, null);
        }
        Path directory = absolute.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw purpose.failure(
                    absolute, Reason.MISSING_DIRECTORY, "its directory does not exist, create it first", null);
        }
        BackupTarget prepared =
                new BackupTarget(purpose, directory.toRealPath().resolve(absolute.getFileName()), replace);
        prepared.check();
        prepared.deleteAbandoned();
        DatabaseFile.createForOwner(prepared.part);
        return prepared;
    }

    Path file() {
        return file;
    }

    /** Returns where the copy is written. */
    Path part() {
        return part;
    }

    private void check() throws IOException {
        if (Files.isSymbolicLink(file)) {
            throw refused(Reason.INVALID_PATH, "it is a symbolic link: name the file that it leads to");
        }
        if (OpenFiles.contains(key()) || belongsToOpenFile()) {
            throw openHere();
        }
        checkFile();
    }

    private void checkFile() {
        boolean exists = exists();
        for (String suffix : BESIDE) {
            Path beside = DatabaseFile.beside(file, suffix);
            if (Files.exists(beside)) {
                throw refused(
                        Reason.TARGET_IN_USE, beside + " exists: a program has the file open, or did not close it");
            }
        }
        if (exists && !Files.isRegularFile(file)) {
            throw refused(Reason.INVALID_PATH, "it is not a regular file");
        }
        if (exists && !replace) {
            throw refused(Reason.TARGET_EXISTS, "it exists; BackupOptions.replace allows to replace it");
        }
    }

    /** Tells whether the name is one of a file that SQLite keeps beside an open database. */
    private boolean belongsToOpenFile() {
        String path = file.toString();
        return BESIDE.stream()
                .filter(path::endsWith)
                .map(suffix -> path.substring(0, path.length() - suffix.length()))
                .anyMatch(database -> OpenFiles.contains(new FileKey(database, null)));
    }

    /** Deletes the parts of programs that were killed. */
    private void deleteAbandoned() throws IOException {
        Instant limit = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(file.resolveSibling("."), PART + "*")) {
            for (Path found : parts) {
                if (isOlder(found, limit)) {
                    deleteQuietly(found);
                }
            }
        }
    }

    private static boolean isOlder(Path found, Instant limit) {
        try {
            return Files.getLastModifiedTime(found).toInstant().isBefore(limit);
        } catch (IOException e) {
            // Another backup has given it its name meanwhile.
            return false;
        }
    }

    /** Brings the complete part to the disk, gives it its name, and returns its size. */
    long publish() throws IOException {
        force(part, StandardOpenOption.WRITE);
        long bytes = Files.size(part);
        // The file may have come, or may have been opened, since the copy began.
        check();
        move();
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            force(file.resolveSibling("."), StandardOpenOption.READ);
        }
        return bytes;
    }

    /** Takes the name as an open database does, so that none is opened between the last look and the move: its commits would be lost. */
    private void move() throws IOException {
        FileKey taken = key();
        if (!OpenFiles.add(taken)) {
            throw openHere();
        }
        try {
            checkFile();
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            OpenFiles.remove(taken);
        }
    }

    private FileKey key() throws IOException {
        return exists() ? FileKey.of(file) : new FileKey(file.toString(), null);
    }

    private boolean exists() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private static void force(Path path, StandardOpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(path, access)) {
            channel.force(true);
        }
    }

    /** Deletes the part, and what SQLite may have left beside it, if it did not get its name. */
    void discard() {
        deleteWithOthers(part);
    }

    /** Deletes a file, and what SQLite may have left beside it. */
    static void deleteWithOthers(Path file) {
        deleteQuietly(file);
        BESIDE.forEach(suffix -> deleteQuietly(DatabaseFile.beside(file, suffix)));
    }

    private static void deleteQuietly(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Intentionally nothing: the failure of the backup is what counts, and a later backup deletes the part.
        }
    }

    private BackupException openHere() {
        return refused(Reason.TARGET_IN_USE, "this program has it open");
    }

    private BackupException refused(Reason reason, String why) {
        return purpose.failure(file, reason, why, null);
    }
}
