package io.asyncsqlite.internal.connection;

import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.JournalMode;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.Synchronous;
import io.asyncsqlite.internal.change.CommitWatch;
import io.asyncsqlite.internal.engine.Engine;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineUnavailableException;
import io.asyncsqlite.internal.engine.NativeLibraryException;
import io.asyncsqlite.internal.engine.OpenRequest;
import io.asyncsqlite.internal.engine.OpenRequest.Access;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.failure.FileMovedException;
import io.asyncsqlite.internal.file.DatabaseFile;
import io.asyncsqlite.internal.file.FileWatch;
import io.asyncsqlite.internal.file.OpenFiles;
import io.asyncsqlite.internal.function.Definitions;
import io.asyncsqlite.internal.log.Log;
import io.asyncsqlite.internal.sql.Pragma;
import io.asyncsqlite.internal.sql.PragmaSetting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
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
    private static final String WAL = "wal";

    private enum Role {
        WRITER,
        READER,
        /** Reads and writes beside the writer, which writes nothing meanwhile. */
        FURTHER
    }

    private final Engine engine;
    private final SqliteOptions options;
    private final ConnectionExtras extras;
    private final Attachments attachments;
    private final Counters counters;
    private final Definitions definitions;
    private final CommitWatch watchedCommits;
    private final OpenAttempts attempts;

    // Written by the writer's thread, before any other connection is opened.
    private volatile @Nullable DatabaseFile opened;
    private volatile FileWatch watch = FileWatch.NONE;
    private volatile boolean hasLog;
    private final LogFlush logFlush = new LogFlush();

    public ConnectionFactory(
            Engine engine, SqliteOptions options, Counters counters, Definitions definitions, CommitWatch commits) {
        this.engine = engine;
        this.options = options;
        this.extras = new ConnectionExtras(options);
        this.attachments = new Attachments(engine, options);
        this.counters = counters;
        this.definitions = definitions;
        this.watchedCommits = commits;
        this.attempts = new OpenAttempts(options, counters);
    }

    /** Returns what flushes the log for commits that do not wait for the disk. */
    public LogFlush logFlush() {
        return logFlush;
    }

    public String database() {
        return options.name();
    }

    public DatabaseConnection openWriter() {
        extras.checkFiles();
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
            attachments.prepare();
            DatabaseConnection connection = open(Role.WRITER);
            watch = attachments.watchedWith(FileWatch.of(file.real(), file.key().identity()));
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

    /** Opens a writing connection to a server in place of a lost one. Throws if that becomes pointless, or never will succeed. */
    public DatabaseConnection reopenWriter(BooleanSupplier pointless) {
        return open(Role.WRITER, pointless);
    }

    /** Tells whether the connections lead to a server. */
    public boolean isRemote() {
        return engine.isRemote();
    }

    /** Tells, once the writer is open, whether reads run beside it, on connections of their own. */
    public boolean separateReaders() {
        return engine.isRemote() || hasLog || (options.readOnly() && options.file() != null);
    }

    /** Returns the size of the write-ahead logs. */
    public long logBytes() {
        return mainLogBytes() + attachments.logBytes();
    }

    private long mainLogBytes() {
        DatabaseFile file = opened;
        return file == null || !hasLog ? 0 : file.logBytes();
    }

    /** Returns the logs that the writer is to keep small, that of the database first. */
    public List<WrittenLog> logs() {
        if (engine.isRemote()) {
            return List.of();
        }
        List<WrittenLog> logs = new ArrayList<>(attachments.logs());
        logs.add(0, new WrittenLog(database(), mainQualifier(), this::mainLogBytes));
        return logs;
    }

    /** Without the name of a file, SQLite does most of what a PRAGMA does to all of them. */
    private String mainQualifier() {
        return options.attachments().isEmpty() ? "" : "main.";
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
            optimize(connection, "optimize");
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
        if (options.readOnly() && !options.immutable()) {
            LeftLog.delete(engine, file, database());
        }
        attachments.release();
        OpenFiles.remove(file.key());
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

    /** Ends the wait for a leader by openings that are under way, and makes later ones fail. Any thread. */
    public void abandon() {
        attempts.abandon();
    }

    private DatabaseConnection open(Role role) {
        return open(role, attempts.overInTime());
    }

    private DatabaseConnection open(Role role, BooleanSupplier pointless) {
        try {
            watch.check();
            OpenAttempts.Attempt attempt = nanosForLocks -> openOnce(role, nanosForLocks, pointless);
            return engine.isRemote() ? attempts.remote(pointless, attempt) : attempts.local(attempt);
        } catch (FileMovedException e) {
            throw Failures.databaseFailed(database(), Outcome.NOT_EXECUTED, e);
        } catch (EngineException e) {
            throw attempts.failure(e);
        } catch (EngineUnavailableException e) {
            throw refused(Reason.NO_FOREIGN_ENGINE, "the foreign engine " + e.getMessage(), e);
        } catch (NativeLibraryException e) {
            throw refused(Reason.NO_NATIVE_LIBRARY, String.valueOf(e.getMessage()), e);
        }
    }

    private DatabaseConnection openOnce(Role role, long nanosForLocks, BooleanSupplier pointless)
            throws EngineException {
        LockWait lockWait = new LockWait(options.busyTimeout().toNanos());
        lockWait.waitAtMost(nanosForLocks);
        EngineConnection engineConnection = engine.open(
                new OpenRequest(options.file(), access(role), options.strictSql(), lockWait::shouldRetry, pointless));
        DatabaseConnection connection =
                wrap(engineConnection, lockWait, role == Role.READER ? new CommitWatch() : watchedCommits);
        try {
            configure(connection, role, pointless);
            attachments.attachTo(engineConnection, connection, role == Role.WRITER);
            lockWait.resetTimeout();
            if (role == Role.WRITER) {
                afterConfiguring(connection);
            }
            if (hasLog) {
                connection.transaction().commitsTo(logFlush, attachments.mayBeWritten());
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

    private DatabaseConnection wrap(EngineConnection raw, LockWait lockWait, CommitWatch told) throws EngineException {
        try {
            extras.apply(raw);
            return new DatabaseConnection(raw, lockWait, database(), counters, definitions, told);
        } catch (EngineException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private Access access(Role role) {
        if (options.immutable()) {
            return Access.IMMUTABLE;
        }
        return role == Role.READER || options.readOnly() ? Access.READ_ONLY : Access.READ_WRITE;
    }

    private void configure(DatabaseConnection connection, Role role, BooleanSupplier pointless) throws EngineException {
        if (engine.isRemote()) {
            ClusterSettings.set(connection, options, role == Role.READER, pointless);
            return;
        }
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
            Settings.require(connection, "page_size", String.valueOf(pageSize), options);
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
        int synchronous = effectiveSynchronous(connection).level();
        Settings.require(connection, "synchronous", String.valueOf(synchronous), options);
        Settings.require(connection, "foreign_keys", options.foreignKeys() ? "1" : "0", options);
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
                String name = "pragma " + setting.pragma().pragmaName();
                verify(name, setting.value(), setting.isTaken(actual) ? setting.value() : actual);
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
            // The first read makes the log of a new file. It is watched from the opening on.
            writer.pragma("PRAGMA schema_version");
        }
        set(writer, Pragma.Rule.CONNECTION);
    }

    /** Keeps SQLite from checkpoints inside of COMMITs. The writer does them between transactions, which needs the size of the log. */
    private static void stopCheckpointsInCommits(DatabaseConnection writer) throws EngineException {
        if (LogFlush.tellsLogSize(writer.pragma("SELECT sqlite_version()"))) {
            writer.pragma("PRAGMA wal_autocheckpoint=0");
        }
    }

    /** Updates SQLite's statistics by {@code optimize}. Creates the tables for them only if this opening created the file. */
    public void optimize(DatabaseConnection writer, String optimize) {
        DatabaseFile file = opened;
        if (file != null && !options.readOnly()) {
            Statistics.optimize(writer, mainQualifier(), optimize, file.isNew());
            attachments.optimize(writer, optimize);
        }
    }

    /**
     * Returns EXTRA in place of FULL with a rollback journal. A COMMIT deletes the journal there, and only EXTRA waits until the
     * deletion is on the disk: a journal that comes back after a power loss undoes the transaction.
     */
    private Synchronous effectiveSynchronous(DatabaseConnection connection) throws EngineException {
        boolean rollbackJournal = options.file() != null && !WAL.equals(connection.pragma("PRAGMA journal_mode"));
        return rollbackJournal && options.synchronous() == Synchronous.FULL ? Synchronous.EXTRA : options.synchronous();
    }

    private void verify(String setting, String wanted, String actual) {
        Settings.verify(setting, wanted, actual, options);
    }

    private DatabaseOpenException refused(Reason reason, String why, @Nullable Throwable cause) {
        return Failures.cannotOpen(options, reason, why, cause);
    }
}
