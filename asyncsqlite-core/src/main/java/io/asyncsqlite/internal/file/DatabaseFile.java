package io.asyncsqlite.internal.file;

import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.failure.Failures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A database file before SQLite opens it. Checks everything that can be checked before, so that an opening that must fail changes
 * nothing, and creates the file if it may.
 */
public final class DatabaseFile {

    private static final FileAttribute<?>[] OWNER_ONLY = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
    // https://www.sqlite.org/fileformat2.html: the read version, 2 with a write-ahead log.
    private static final int READ_VERSION_OFFSET = 19;
    private static final int WAL_VERSION = 2;

    /** Of SQLite 512 with the NUL, see MAX_PATHNAME in os_unix.c, less the longest ending of a file beside it. */
    private static final int MAX_PATH = 511 - "-journal".length();

    /** Of most file systems 255, less that ending. */
    private static final int MAX_NAME = 255 - "-journal".length();

    /** As many as Linux follows. */
    private static final int MAX_LINKS = 40;

    private final SqliteOptions options;
    private final Path real;
    private final FileKey key;
    private final boolean empty;
    private final boolean logBefore;
    private final boolean writable;

    private DatabaseFile(Path path, SqliteOptions options) throws IOException {
        this.options = options;
        this.real = path.toRealPath();
        this.key = FileKey.of(path);
        this.empty = Files.size(real) == 0;
        this.logBefore = Files.exists(beside(real, "-wal"));
        this.writable = Files.isWritable(real) && Files.isWritable(directory(real));
    }

    /** Checks the file of the options, and creates it if it does not exist and may be created. */
    public static DatabaseFile prepare(Path path, SqliteOptions options) {
        checkPath(path, options);
        if (!Files.exists(path)) {
            if (options.mustExist() || options.readOnly()) {
                throw refused(
                        options,
                        Reason.MISSING_FILE,
                        "the file does not exist, and " + (options.readOnly() ? "readOnly" : "mustExist")
                                + " forbids to create it");
            }
            create(path, options);
        }
        try {
            DatabaseFile file = new DatabaseFile(path, options);
            if (options.readOnly()) {
                file.checkReadable();
            } else {
                file.checkWritable();
            }
            return file;
        } catch (IOException e) {
            throw Failures.cannotOpen(options, Reason.NO_ACCESS, "the file cannot be found: " + e, e);
        }
    }

    /** Returns the path of a file that SQLite keeps beside a database file. */
    public static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** Creates an empty file for its owner only. SQLite gives the mode of the database file to the files that it makes beside it. */
    public static void createForOwner(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createFile(file, posix ? OWNER_ONLY : new FileAttribute<?>[0]);
    }

    /** Returns the path, without symbolic links, that SQLite finds the file by. */
    public Path real() {
        return real;
    }

    public FileKey key() {
        return key;
    }

    /** Tells whether it held nothing before it was opened. */
    public boolean isNew() {
        return empty;
    }

    /** Returns the size of its write-ahead log. Looks at the directory only: closing the file would drop SQLite's locks. */
    public long logBytes() {
        try {
            return Files.size(beside(real, "-wal"));
        } catch (IOException e) {
            return 0;
        }
    }

    /** Tells whether its write-ahead log, which a reading connection leaves behind, can be taken away again. */
    public boolean leavesLogBehind() {
        return !logBefore && writable && Files.exists(beside(real, "-wal"));
    }

    private static int bytes(@Nullable Path path) {
        return String.valueOf(path).getBytes(StandardCharsets.UTF_8).length;
    }

    private static void checkPath(Path file, SqliteOptions options) {
        String invalid = invalid(file);
        if (invalid != null) {
            throw refused(options, Reason.INVALID_PATH, invalid);
        }
        Path directory = file.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw refused(options, Reason.MISSING_DIRECTORY, "the directory does not exist, create it first");
        }
    }

    /** Returns why a path cannot be one of a database, or null. */
    public static @Nullable String invalid(Path file) {
        if (!file.getFileSystem().equals(FileSystems.getDefault())) {
            return "its path is not on the default file system";
        }
        // The driver would take what follows a question mark as settings.
        if (file.toString().chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '?')) {
            return "its path must not contain control characters or '?'";
        }
        if (bytes(file) > MAX_PATH || bytes(file.getFileName()) > MAX_NAME) {
            return "its path is too long: with the files beside it SQLite takes " + MAX_PATH + " bytes, and " + MAX_NAME
                    + " for the name";
        }
        return Files.isDirectory(file) ? "the path is a directory" : null;
    }

    private static void create(Path file, SqliteOptions options) {
        try {
            createForOwner(target(file));
        } catch (FileAlreadyExistsException e) {
            // Another program has created the file meanwhile.
        } catch (IOException e) {
            throw Failures.cannotOpen(options, Reason.NO_ACCESS, "the file cannot be created: " + e, e);
        }
    }

    /** Returns what a symbolic link names that leads to no file: SQLite would create it there. */
    private static Path target(Path file) throws IOException {
        Path target = file;
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MAX_LINKS) {
                throw new FileSystemException(file.toString(), null, "more than " + MAX_LINKS + " symbolic links");
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    /**
     * Refuses a file or directory that cannot be written: SQLite would open it all the same, and leave files beside it that it
     * cannot write either.
     */
    private void checkWritable() {
        if (!Files.isWritable(real)) {
            throw refused(options, Reason.NO_ACCESS, "the file can only be read, set readOnly to do so");
        }
        if (!Files.isWritable(directory(real))) {
            throw refused(
                    options,
                    Reason.NO_ACCESS,
                    "no file can be created in its directory, as SQLite must to write: set readOnly to read it");
        }
        for (String suffix : List.of("-wal", "-shm", "-journal")) {
            Path file = beside(real, suffix);
            if (Files.exists(file) && !Files.isWritable(file)) {
                throw refused(
                        options,
                        Reason.NO_ACCESS,
                        file + " can only be read, let the program write it as it can the database");
            }
        }
    }

    /** Refuses a file that SQLite could not read without writing. */
    private void checkReadable() throws IOException {
        boolean immutable = options.immutable();
        boolean log = isNotEmpty("-wal");
        boolean shared = Files.exists(beside(real, "-shm"));
        if (immutable ? log : log && !shared) {
            throw unclean("-wal");
        }
        if (immutable && isNotEmpty("-journal")) {
            throw unclean("-journal");
        }
        // The file cannot be open here for writing, so that no lock is lost by the look into it.
        if (!immutable && !Files.isWritable(real) && !(logBefore && shared) && usesLog()) {
            throw refused(
                    options,
                    Reason.NO_ACCESS,
                    "its journal mode is WAL, so SQLite would have to create files beside it; if no program writes it,"
                            + " set immutable");
        }
    }

    private boolean isNotEmpty(String suffix) throws IOException {
        Path file = beside(real, suffix);
        return Files.exists(file) && Files.size(file) > 0;
    }

    private DatabaseOpenException unclean(String suffix) {
        return refused(
                options,
                Reason.NO_ACCESS,
                beside(real, suffix)
                        + " holds changes that have to be brought into the file first: open it once without"
                        + " readOnly, or wait until the program that writes it has closed it");
    }

    private static DatabaseOpenException refused(SqliteOptions options, Reason reason, String why) {
        return Failures.cannotOpen(options, reason, why, null);
    }

    private boolean usesLog() throws IOException {
        try (InputStream content = Files.newInputStream(real)) {
            byte[] start = content.readNBytes(READ_VERSION_OFFSET + 1);
            return start.length > READ_VERSION_OFFSET && start[READ_VERSION_OFFSET] == WAL_VERSION;
        }
    }

    private static Path directory(Path real) {
        Path parent = real.getParent();
        return parent == null ? real : parent;
    }
}
