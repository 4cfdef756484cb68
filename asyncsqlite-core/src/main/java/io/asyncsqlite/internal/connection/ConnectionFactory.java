package io.asyncsqlite.internal.connection;

import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.JournalMode;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.Synchronous;
import io.asyncsqlite.internal.engine.Engine;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.engine.EngineUnavailableException;
import io.asyncsqlite.internal.engine.NativeLibraryException;
import io.asyncsqlite.internal.engine.OpenRequest;
import io.asyncsqlite.internal.engine.OpenRequest.Access;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.failure.FileMovedException;
import io.asyncsqlite.internal.file.DatabaseFile;
import io.asyncsqlite.internal.file.FileWatch;
import io.asyncsqlite.internal.file.OpenFiles;
import io.asyncsqlite.internal.log.Log;
import io.asyncsqlite.internal.sql.Pragma;
import io.asyncsqlite.internal.sql.PragmaSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Opens and configures the connections of one database. The settings are made in a fixed order. Those on which guarantees depend
 * are read back.
 */
public final class ConnectionFactory {

    private static final Log LOG = Log.of(ConnectionFactory.class);
    private static final int WRITER_CACHE_KIB = 16 * 1024;
    private static final int READER_CACHE_KIB = 8 * 1024;
    private static final long JOURNAL_SIZE_LIMIT = 64L << 20;
    private static final int FIRST_THAT_TELLS_LOG_SIZE = 3_051;
    private static final String WAL = "wal";
    private static final String HAS_STATISTICS = "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'";

    private enum Role {
        WRITER,
        READER,
        /** Reads and writes beside the writer, which writes nothing meanwhile. */
        FURTHER
    }

    private final Engine engine;
    private final SqliteOptions options;
    private final Counters counters;

    // Written by the writer's thread, before any other connection is opened.
    private volatile @Nullable DatabaseFile opened;
    private volatile FileWatch watch = FileWatch.NONE;
    private volatile boolean hasLog;
    private final LogFlush logFlush = new LogFlush();

    public ConnectionFactory(Engine engine, SqliteOptions options, Counters counters) {
        this.engine = engine;
        this.options = options;
        this.counters = counters;
    }

    /** Returns what flushes the write-ahead log for commits that do not wait for the disk. */
    public LogFlush logFlush() {
        return logFlush;
    }

    public String database() {
        return options.name();
    }

    public DatabaseConnection openWriter() {
        Path path = options.file();
        if (path == null) {
            return open(Role.WRITER);
        }
        DatabaseFile file = DatabaseFile.prepare(path, options);
        if (!OpenFiles.add(file.key())) {
            throw refused(Reason.ALREADY_OPEN, "this program has it open already, share that AsyncSqlite", null);
        }
        opened = file;
        try {
            DatabaseConnection connection = open(Role.WRITER);
            watch = FileWatch.of(file.real(), file.key().identity());
            connection.transaction().watch(watch);
            if (hasLog && options.synchronous().level() >= Synchronous.FULL.level()) {
                Path log = DatabaseFile.beside(file.real(), "-wal");
                logFlush.of(() -> engine.openLog(log));
            }
            return connection;
        } catch (RuntimeException | Error e) {
            release(file);
            throw e;
        }
    }

    /** Tells, once the writer is open, whether reads run beside it, on connections of their own. */
    public boolean separateReaders() {
        return hasLog || (options.readOnly() && options.file() != null);
    }

    /** Returns the size of the write-ahead log. Looks at the directory only: closing the file would drop SQLite's locks. */
    public long logBytes() {
        DatabaseFile file = opened;
        if (file == null || !hasLog) {
            return 0;
        }
        try {
            return Files.size(DatabaseFile.beside(file.real(), "-wal"));
        } catch (IOException e) {
            return 0;
        }
    }

    public DatabaseConnection openReader() {
        return open(Role.READER);
    }

    /** Opens one more connection that reads and writes, while the writer's is open. */
    public DatabaseConnection openFurther() {
        DatabaseConnection connection = open(Role.FURTHER);
        connection.transaction().watch(watch);
        return connection;
    }

    public void closeWriter(DatabaseConnection connection) {
        DatabaseFile file = opened;
        if (file == null) {
            close(connection);
            return;
        }
        if (connection.broken() == null && isFileUnmoved()) {
            optimize(connection, "PRAGMA optimize", file.isNew());
        }
        // A failed database can still open reading connections after this one; then there is no log to watch.
        watch = watch.withoutLog();
        logFlush.close();
        close(connection);
        release(file);
    }

    /** Tells whether the file is still at its path. If not, logs that the latest writes may be lost. */
    private boolean isFileUnmoved() {
        try {
            watch.check();
            return true;
        } catch (FileMovedException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "Database '" + database() + "': " + e.getMessage());
            return false;
        }
    }

    private void release(DatabaseFile file) {
        if (options.readOnly() && !options.immutable() && file.leavesLogBehind()) {
            deleteLog(file);
        }
        OpenFiles.remove(file.key());
    }

    /** Removes the log that reading connections leave. Closing a connection that may write removes it, unless it is in use. */
    private void deleteLog(DatabaseFile file) {
        try (EngineConnection last = engine.open(new OpenRequest(file.real(), false, attempts -> false));
                EngineStatement read = last.prepare("PRAGMA schema_version")) {
            read.execute(new Object[0]);
        } catch (EngineException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "The empty log of database '" + database() + "' stays", e);
        }
    }

    public void close(DatabaseConnection connection) {
        try {
            connection.close();
        } catch (EngineException | RuntimeException | Error e) {
            // Intentionally caught: the end of the connection must be reported in any case.
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "A connection of database '" + database() + "' did not close cleanly",
                    e);
        }
    }

    private DatabaseConnection open(Role role) {
        try {
            watch.check();
            return openWaiting(role);
        } catch (FileMovedException e) {
            throw Failures.databaseFailed(database(), Outcome.NOT_EXECUTED, e);
        } catch (EngineException e) {
            ResultCode code = new ResultCode(e.code());
            boolean cannotWrite = e.primaryCode() == ResultCode.CANTOPEN || e.primaryCode() == ResultCode.READONLY;
            String advice = options.readOnly() && cannotWrite
                    ? "; if its journal mode is WAL and no program writes it, set immutable"
                    : "";
            throw new DatabaseOpenException(
                    "Database " + Failures.location(options) + " cannot be opened: " + e.getMessage() + " (" + code
                            + ")" + advice,
                    code,
                    e);
        } catch (EngineUnavailableException e) {
            throw refused(Reason.NO_FOREIGN_ENGINE, "the foreign engine " + e.getMessage(), e);
        } catch (NativeLibraryException e) {
            throw refused(Reason.NO_NATIVE_LIBRARY, String.valueOf(e.getMessage()), e);
        }
    }

    /** Opens within the busy timeout. SQLite does not wait for every lock that opening needs, so this method tries again. */
    private DatabaseConnection openWaiting(Role role) throws EngineException {
        long until = System.nanoTime() + options.busyTimeout().toNanos();
        for (int attempts = 0; ; attempts++) {
            try {
                return openOnce(role, Math.max(0, until - System.nanoTime()));
            } catch (EngineException e) {
                long left = until - System.nanoTime();
                if (e.primaryCode() != ResultCode.BUSY || left <= 0) {
                    throw e;
                }
                LockWait.pause(left, attempts);
            }
        }
    }

    private DatabaseConnection openOnce(Role role, long nanosForLocks) throws EngineException {
        LockWait lockWait = new LockWait(options.busyTimeout().toNanos());
        lockWait.waitAtMost(nanosForLocks);
        EngineConnection engineConnection =
                engine.open(new OpenRequest(options.file(), access(role), options.strictSql(), lockWait::shouldRetry));
        DatabaseConnection connection = wrap(engineConnection, lockWait);
        try {
            configure(connection, role);
            lockWait.resetTimeout();
            if (role == Role.WRITER) {
                afterConfiguring(connection);
            }
            if (hasLog) {
                connection.transaction().commitsTo(logFlush);
            }
            if (access(role) != Access.READ_WRITE) {
                connection.readsOnly();
            }
            return connection;
        } catch (EngineException | RuntimeException e) {
            close(connection);
            throw e;
        }
    }

    private DatabaseConnection wrap(EngineConnection engineConnection, LockWait lockWait) throws EngineException {
        try {
            return new DatabaseConnection(engineConnection, lockWait, database(), counters);
        } catch (EngineException | RuntimeException e) {
            engineConnection.close();
            throw e;
        }
    }

    private Access access(Role role) {
        if (options.immutable()) {
            return Access.IMMUTABLE;
        }
        return role == Role.READER || options.readOnly() ? Access.READ_ONLY : Access.READ_WRITE;
    }

    private void configure(DatabaseConnection connection, Role role) throws EngineException {
        connection.pragma("PRAGMA trusted_schema=" + (options.trustedSchema() ? "ON" : "OFF"));
        connection.pragma("PRAGMA cache_size=-" + (role == Role.WRITER ? WRITER_CACHE_KIB : READER_CACHE_KIB));
        if (role == Role.READER || options.readOnly()) {
            set(connection, Pragma.Rule.CONNECTION);
            // Opens the file now, so that a connection that cannot read fails here and not in a query.
            connection.pragma("PRAGMA schema_version");
        } else {
            configureToWrite(connection, role);
        }
    }

    private void configureToWrite(DatabaseConnection connection, Role role) throws EngineException {
        Integer pageSize = options.pageSize();
        if (role == Role.WRITER && pageSize != null) {
            connection.pragma("PRAGMA page_size=" + pageSize);
            verify("page_size", String.valueOf(pageSize), connection.pragma("PRAGMA page_size"));
        }
        if (role == Role.WRITER) {
            // Before the first page is written.
            set(connection, Pragma.Rule.NEW_FILE);
        }
        if (options.file() != null) {
            String found = connection.pragma("PRAGMA journal_mode");
            if (role == Role.WRITER) {
                setJournalMode(connection, found);
            } else {
                verify("journal_mode", hasLog ? WAL : found, found);
            }
        }
        Synchronous synchronous = effectiveSynchronous(connection);
        connection.pragma("PRAGMA synchronous=" + synchronous);
        verify("synchronous", String.valueOf(synchronous.level()), connection.pragma("PRAGMA synchronous"));
        String foreignKeys = options.foreignKeys() ? "1" : "0";
        connection.pragma("PRAGMA foreign_keys=" + foreignKeys);
        verify("foreign_keys", foreignKeys, connection.pragma("PRAGMA foreign_keys"));
        connection.pragma("PRAGMA journal_size_limit=" + JOURNAL_SIZE_LIMIT);
        if (role != Role.WRITER) {
            set(connection, Pragma.Rule.CONNECTION);
        }
    }

    /** Sets the PRAGMAs of the user, after those of the library. */
    private void set(DatabaseConnection connection, Pragma.Rule rule) throws EngineException {
        for (PragmaSetting setting : PragmaSetting.all(options.pragmas())) {
            if (setting.pragma().rule() == rule) {
                connection.pragma(setting.sql());
                String actual = connection.pragma(setting.question());
                if (!setting.isTaken(actual)) {
                    throw settingNotTaken("pragma " + setting.pragma().pragmaName(), setting.value(), actual);
                }
            }
        }
    }

    private void setJournalMode(DatabaseConnection connection, String found) throws EngineException {
        JournalMode option = options.journalMode();
        String wanted = option == JournalMode.KEEP ? found : option.name().toLowerCase(Locale.ROOT);
        if (!wanted.equals(found)) {
            verify("journal_mode", wanted, connection.pragma("PRAGMA journal_mode=" + wanted));
            DatabaseFile file = opened;
            if (file != null && !file.isNew()) {
                LOG.log(
                        System.Logger.Level.INFO,
                        () -> "The journal mode of database " + Failures.location(options) + " was changed from "
                                + found + " to " + wanted
                                + ", for all programs that open it; journalMode KEEP leaves it as it is");
            }
        }
        hasLog = wanted.equals(WAL);
    }

    private void afterConfiguring(DatabaseConnection writer) throws EngineException {
        if (options.readOnly()) {
            return;
        }
        if (hasLog) {
            stopCheckpointsInCommits(writer);
        }
        set(writer, Pragma.Rule.CONNECTION);
        if (opened != null) {
            optimize(writer, "PRAGMA optimize=0x10002", false);
        }
    }

    /** Keeps SQLite from checkpoints inside of COMMITs. The writer does them between transactions, which needs the size of the log. */
    private static void stopCheckpointsInCommits(DatabaseConnection writer) throws EngineException {
        if (tellsLogSize(writer.pragma("SELECT sqlite_version()"))) {
            writer.pragma("PRAGMA wal_autocheckpoint=0");
        }
    }

    /** Tells whether a version of SQLite knows {@code PRAGMA wal_checkpoint(NOOP)}. */
    public static boolean tellsLogSize(String version) {
        String[] numbers = version.split("\\.", 3);
        return Integer.parseInt(numbers[0]) * 1_000 + Integer.parseInt(numbers[1]) >= FIRST_THAT_TELLS_LOG_SIZE;
    }

    /** Updates SQLite's statistics. Creates the tables for them only if this opening created the file. */
    private void optimize(DatabaseConnection writer, String pragma, boolean mayMakeTables) {
        try {
            if (mayMakeTables || writer.pragmaUnlessLocked(HAS_STATISTICS).equals("1")) {
                writer.pragmaUnlessLocked(pragma);
            }
        } catch (EngineException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> pragma + " failed on database '" + database() + "'", e);
        }
    }

    /**
     * Returns EXTRA in place of FULL with a rollback journal. A COMMIT deletes the journal there, and only EXTRA waits until the
     * deletion is on the disk: a journal that comes back after a power loss undoes the transaction.
     */
    private Synchronous effectiveSynchronous(DatabaseConnection connection) throws EngineException {
        boolean rollbackJournal = options.file() != null && !"wal".equals(connection.pragma("PRAGMA journal_mode"));
        return rollbackJournal && options.synchronous() == Synchronous.FULL ? Synchronous.EXTRA : options.synchronous();
    }

    private void verify(String pragma, String wanted, String actual) {
        if (!wanted.equals(actual)) {
            throw settingNotTaken(pragma, wanted, actual);
        }
    }

    private DatabaseOpenException settingNotTaken(String setting, String wanted, String actual) {
        return refused(Reason.SETTING_REFUSED, setting + " should be " + wanted + " but stays " + actual, null);
    }

    private DatabaseOpenException refused(Reason reason, String why, @Nullable Throwable cause) {
        return Failures.cannotOpen(options, reason, why, cause);
    }
}
