package io.asyncsqlite;

import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.engine.Engine;
import io.asyncsqlite.engine.EngineConnection;
import io.asyncsqlite.engine.EngineException;
import io.asyncsqlite.engine.EngineUnavailableException;
import io.asyncsqlite.engine.NativeLibraryException;
import io.asyncsqlite.engine.OpenRequest;
import io.asyncsqlite.sql.Pragma;
import io.asyncsqlite.sql.PragmaSetting;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Opens and configures the connections of one database. The settings are made in a fixed order, and those that guarantees rest on
 * are read back.
 */
final class Connections {

    private static final System.Logger LOG = System.getLogger(Connections.class.getName());
    private static final int WRITER_CACHE_KIB = 16 * 1024;
    private static final int READER_CACHE_KIB = 8 * 1024;
    private static final FileAttribute<?>[] OWNER_ONLY = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
    private static final long JOURNAL_SIZE_LIMIT = 64L << 20;

    private enum Role {
        WRITER,
        READER,
        /** Reads and writes beside the writer, which writes nothing meanwhile. */
        FURTHER
    }

    private final Engine engine;
    private final SqliteOptions options;
    private final Telemetry telemetry;

    // Written by the writer's thread.
    private volatile @Nullable Path opened;

    Connections(Engine engine, SqliteOptions options, Telemetry telemetry) {
        this.engine = engine;
        this.options = options;
        this.telemetry = telemetry;
    }

    String database() {
        return options.name();
    }

    DatabaseConnection openWriter() {
        Path file = options.file();
        if (file == null) {
            return open(Role.WRITER);
        }
        checkPath(file);
        create(file);
        Path real = realPath(file);
        if (!OpenFiles.add(real)) {
            throw refused(Reason.ALREADY_OPEN, "this program has it open already, share that AsyncSqlite");
        }
        try {
            DatabaseConnection connection = open(Role.WRITER);
            opened = real;
            return connection;
        } catch (RuntimeException | Error e) {
            OpenFiles.remove(real);
            throw e;
        }
    }

    /** Returns the size of the write-ahead log. Looks at the directory only: closing the file would drop SQLite's locks. */
    long logBytes() {
        Path file = opened;
        if (file == null || !options.separateReaders()) {
            return 0;
        }
        try {
            return Files.size(file.resolveSibling(file.getFileName() + "-wal"));
        } catch (IOException e) {
            return 0;
        }
    }

    DatabaseConnection openReader() {
        return open(Role.READER);
    }

    /** Opens one more connection that reads and writes, while the writer's is open. */
    DatabaseConnection openFurther() {
        return open(Role.FURTHER);
    }

    void closeWriter(DatabaseConnection connection) {
        try {
            if (connection.broken() == null) {
                connection.pragma("PRAGMA optimize");
            }
        } catch (EngineException e) {
            LOG.log(System.Logger.Level.DEBUG, "PRAGMA optimize failed on database '" + database() + "'", e);
        }
        close(connection);
        Path file = opened;
        if (file != null) {
            OpenFiles.remove(file);
        }
    }

    void close(DatabaseConnection connection) {
        try {
            connection.close();
        } catch (EngineException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A connection of database '" + database() + "' did not close cleanly",
                    e);
        }
    }

    private DatabaseConnection open(Role role) {
        LockWait lockWait = new LockWait(options.busyTimeout().toNanos());
        try {
            EngineConnection opened =
                    engine.open(new OpenRequest(options.file(), role == Role.READER, lockWait::again));
            DatabaseConnection connection =
                    new DatabaseConnection(opened, lockWait, database(), options.separateReaders(), telemetry);
            try {
                configure(connection, role);
                return connection;
            } catch (EngineException | RuntimeException e) {
                close(connection);
                throw e;
            }
        } catch (EngineException e) {
            ResultCode code = new ResultCode(e.code());
            throw new DatabaseOpenException(
                    "Database " + location() + " cannot be opened: " + e.getMessage() + " (" + code + ")", code, e);
        } catch (EngineUnavailableException e) {
            throw new DatabaseOpenException(
                    "Database " + location() + " cannot be opened: the foreign engine " + e.getMessage(),
                    Reason.NO_FOREIGN_ENGINE,
                    e);
        } catch (NativeLibraryException e) {
            throw new DatabaseOpenException(
                    "Database " + location() + " cannot be opened: " + e.getMessage(), Reason.NO_NATIVE_LIBRARY, e);
        }
    }

    private void configure(DatabaseConnection connection, Role role) throws EngineException {
        connection.pragma("PRAGMA trusted_schema=OFF");
        connection.pragma("PRAGMA cache_size=-" + (role == Role.WRITER ? WRITER_CACHE_KIB : READER_CACHE_KIB));
        if (role == Role.READER) {
            set(connection, Pragma.Rule.CONNECTION);
            // Opens the file now, so that a reader that cannot read fails here and not in somebody's query.
            connection.pragma("PRAGMA schema_version");
            return;
        }
        if (role == Role.WRITER) {
            // Before the first page is written.
            set(connection, Pragma.Rule.NEW_FILE);
        }
        if (options.file() != null) {
            String mode = options.journalMode().name();
            // Only the writer sets it: a further connection finds it as it is.
            String set = role == Role.WRITER ? "=" + mode : "";
            verify("journal_mode", mode.toLowerCase(Locale.ROOT), connection.pragma("PRAGMA journal_mode" + set));
        }
        connection.pragma("PRAGMA synchronous=" + options.synchronous());
        verify("synchronous", String.valueOf(options.synchronous().level()), connection.pragma("PRAGMA synchronous"));
        String foreignKeys = options.foreignKeys() ? "1" : "0";
        connection.pragma("PRAGMA foreign_keys=" + foreignKeys);
        verify("foreign_keys", foreignKeys, connection.pragma("PRAGMA foreign_keys"));
        connection.pragma("PRAGMA journal_size_limit=" + JOURNAL_SIZE_LIMIT);
        if (role == Role.WRITER && options.separateReaders()) {
            Checkpoints.takeOver(connection);
        }
        set(connection, Pragma.Rule.CONNECTION);
        if (role == Role.WRITER) {
            connection.pragma("PRAGMA optimize=0x10002");
        }
    }

    /** Sets what the user wants, after what the library sets itself. */
    private void set(DatabaseConnection connection, Pragma.Rule rule) throws EngineException {
        for (PragmaSetting setting : options.pragmaSettings()) {
            if (setting.pragma().rule() == rule) {
                connection.pragma(setting.sql());
                String actual = connection.pragma(setting.question());
                if (!setting.isTaken(actual)) {
                    throw notTaken("pragma " + setting.pragma().pragmaName(), setting.value(), actual);
                }
            }
        }
    }

    private void verify(String pragma, String wanted, String actual) {
        if (!wanted.equals(actual)) {
            throw notTaken(pragma, wanted, actual);
        }
    }

    private DatabaseOpenException notTaken(String setting, String wanted, String actual) {
        return refused(Reason.SETTING_REFUSED, setting + " should be " + wanted + " but stays " + actual);
    }

    private String location() {
        return "'" + database() + "' (" + (options.file() == null ? "in memory" : options.file()) + ")";
    }

    private void checkPath(Path file) {
        if (!file.getFileSystem().equals(FileSystems.getDefault())) {
            throw refused(Reason.INVALID_PATH, "its path is not on the default file system");
        }
        // The driver would take what follows a question mark as settings.
        if (file.toString().chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '?')) {
            throw refused(Reason.INVALID_PATH, "its path must not contain control characters or '?'");
        }
        Path directory = file.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw refused(Reason.MISSING_DIRECTORY, "the directory does not exist, create it first");
        }
        if (Files.isDirectory(file)) {
            throw refused(Reason.INVALID_PATH, "the path is a directory");
        }
    }

    /** Creates the file for its owner only. SQLite gives the mode of the database file to the files that it makes beside it. */
    private void create(Path file) {
        if (Files.exists(file)) {
            return;
        }
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix ? OWNER_ONLY : new FileAttribute<?>[0];
        try {
            Files.createFile(file, attributes);
        } catch (FileAlreadyExistsException e) {
            // Somebody else was faster: as good.
            return;
        } catch (IOException e) {
            throw new DatabaseOpenException("Database " + location() + " cannot be created: " + e, Reason.NO_ACCESS, e);
        }
    }

    private Path realPath(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw new DatabaseOpenException("Database " + location() + " cannot be found: " + e, Reason.NO_ACCESS, e);
        }
    }

    private DatabaseOpenException refused(Reason reason, String why) {
        return new DatabaseOpenException("Database " + location() + " cannot be opened: " + why, reason, null);
    }
}
