package io.asyncsqlite.internal.connection;

import io.asyncsqlite.Outcome;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.Synchronous;
import io.asyncsqlite.internal.change.TransactionChanges;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.failure.FileMovedException;
import io.asyncsqlite.internal.file.FileWatch;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends the transactions of one connection, and keeps the state of the open one. Worker thread only.
 *
 * <p>After a failure {@link #undoneCleanly()} tells whether the transaction still stands and holds nothing of the failed statement. Once
 * {@link #broken()} is set the state of the connection cannot be proved, and it must be closed.
 */
public final class TransactionControl {

    private static final Set<Integer> REFUSED_BEFORE_WRITING =
            Set.of(ResultCode.BUSY, ResultCode.CONSTRAINT, ResultCode.INTERRUPT);

    private final EngineConnection engine;
    private final OwnStatements own;
    private final StatementInterrupter interrupter;
    private final StatementFailures failures;
    private final TransactionChanges changes;
    private final String database;
    private FileWatch watch = FileWatch.NONE;
    private @Nullable LogFlush log;
    private boolean severalLogs;
    private boolean waitsForDisk = true;
    private boolean leftChanges;
    private long commitNanos;
    private @Nullable Throwable broken;

    TransactionControl(
            EngineConnection engine,
            OwnStatements own,
            StatementInterrupter interrupter,
            StatementFailures failures,
            TransactionChanges changes,
            String database) {
        this.engine = engine;
        this.own = own;
        this.interrupter = interrupter;
        this.failures = failures;
        this.changes = changes;
        this.database = database;
    }

    /**
     * Notes that commits are written to write-ahead logs.
     *
     * @param log flushes that of the database
     * @param several whether attached files have one, too: SQLite commits one log after the other, and takes none back
     */
    void commitsTo(LogFlush log, boolean several) {
        this.log = log;
        this.severalLogs = several;
    }

    /**
     * Lets the COMMIT of the next transactions wait for the disk, as at first, or leave that to {@link LogFlush#flush}. No transaction may be
     * open.
     */
    public void waitForDisk(boolean waits) {
        if (waits == waitsForDisk) {
            return;
        }
        try {
            own.pragma("PRAGMA synchronous=" + (waits ? Synchronous.FULL : Synchronous.NORMAL));
            waitsForDisk = waits;
        } catch (EngineException e) {
            // Where it should not wait and does, nothing is lost.
            if (waits) {
                broken = e;
            }
        }
    }

    /** Notes that a statement starts which SQLite does not run in a transaction. Throws if the file is no longer at its path. */
    void startsOutside(SqlStatement statement) {
        refuseIfMoved();
        severalLogs |= log != null && Words.first(statement.text()).equals("ATTACH");
    }

    /** Sets the watch of the file: the connection commits only while the file is at its path. */
    void watch(FileWatch files) {
        watch = files;
    }

    public void begin(BeginMode mode) {
        try {
            engine.begin(mode);
            changes.began();
        } catch (EngineException e) {
            throw failures.of(e, "BEGIN " + mode);
        } catch (RuntimeException | Error e) {
            // For example without memory: SQLite may have begun the transaction all the same.
            rollback();
            throw e;
        } finally {
            interrupter.lockWaitEnded();
        }
    }

    /**
     * Commits. If the COMMIT fails, the changes are undone and no transaction is open, unless the exception says that the outcome
     * is unknown.
     *
     * @param sql the statement or description of the transaction, for the message
     */
    public void commit(String sql) {
        refuseIfMoved();
        long since = System.nanoTime();
        try {
            commit();
            commitNanos = Math.max(1, System.nanoTime() - since);
        } catch (EngineException e) {
            failures.noteLoss(e);
            commitFailed(e);
            throw failures.of(e, sql);
        } catch (RuntimeException | Error e) {
            // SQLite's answer is lost, for example without memory. A transaction that is still open was not
            // committed.
            if (!isOpen()) {
                changes.mayBeCommitted();
                throw Failures.outcomeUnknown(database, e);
            }
            rollback();
            throw e;
        }
        changes.committed();
    }

    /** Rolls back, or throws if the transaction may be committed all the same. */
    private void commitFailed(EngineException e) {
        failIfUnsettled(e, log != null && !severalLogs);
        rollback();
        if (severalLogs && !REFUSED_BEFORE_WRITING.contains(e.primaryCode())) {
            changes.mayBeCommitted();
            throw Failures.outcomeUnknown(database, e);
        }
    }

    /** Throws after the loss of a connection, or after an I/O error that no further commit settles. */
    private void failIfUnsettled(EngineException e, boolean mayBeSettled) {
        if (mayBeCommitted(e, mayBeSettled)) {
            broken = e;
            changes.mayBeCommitted();
            throw Failures.outcomeUnknown(database, e);
        }
    }

    private boolean mayBeCommitted(EngineException e, boolean mayBeSettled) {
        return switch (e.loss()) {
            case UNKNOWN, NO_ANSWER -> true;
            case NOT_EXECUTED -> false;
            case NONE -> e.primaryCode() == ResultCode.IOERR && !(mayBeSettled && settledByAnotherCommit());
        };
    }

    private void commit() throws EngineException {
        LogFlush flush = waitsForDisk ? null : log;
        if (flush == null) {
            engine.commit();
            return;
        }
        flush.begin();
        try {
            engine.commit();
        } finally {
            flush.end();
        }
    }

    /**
     * Throws if the file is no longer at its path. Then the transaction is rolled back, and the connection never commits again.
     */
    void refuseIfMoved() {
        try {
            watch.checkOccasionally();
        } catch (FileMovedException e) {
            rollback();
            broken = e;
            throw Failures.databaseFailed(database, Outcome.ROLLED_BACK, e);
        }
    }

    /** Returns how long the last COMMIT took, or 0 if there was none since the last call. */
    public long takeCommitNanos() {
        long nanos = commitNanos;
        commitNanos = 0;
        return nanos;
    }

    /**
     * Settles a COMMIT that failed with an I/O error, and returns whether that succeeded. The transaction is undone for this
     * process, but its pages may be in the log and come back after a crash. A further commit that succeeds overwrites them, so
     * the transaction is rolled back for good. With a rollback journal there is no such way: the error may have come after the
     * deletion of the journal, which is the moment of the COMMIT.
     */
    private boolean settledByAnotherCommit() {
        try {
            if (engine.inTransaction()) {
                engine.rollback();
            }
            waitForDisk(true);
            String version = own.pragma("PRAGMA user_version");
            engine.begin(BeginMode.IMMEDIATE);
            // Writes the first page, which holds the number, though the number stays the same.
            own.pragma("PRAGMA user_version=" + version);
            engine.commit();
            return broken == null;
        } catch (EngineException e) {
            return false;
        }
    }

    /** Ends a transaction that only read. */
    public void endSnapshot() {
        try {
            engine.commit();
            changes.ended();
        } catch (EngineException e) {
            failures.noteLoss(e);
            rollback();
        }
    }

    /** Rolls back if a transaction is open, in any state. */
    public void rollback() {
        changes.ended();
        if (isOpen()) {
            try {
                engine.rollback();
            } catch (EngineException e) {
                failures.noteLoss(e);
                broken = e;
            }
        }
    }

    public boolean isOpen() {
        if (failures.loss() != null) {
            return false;
        }
        try {
            return engine.inTransaction();
        } catch (EngineException e) {
            failures.noteLoss(e);
            broken = e;
            return false;
        }
    }

    /** Runs work in a transaction of its own. */
    public <T extends @Nullable Object> T run(BeginMode mode, String sql, Callable<T> work) throws Exception {
        interrupter.checkStop(sql);
        begin(mode);
        T result;
        try {
            result = work.call();
            interrupter.checkStop(sql);
        } catch (Throwable e) {
            rollback();
            throw e;
        }
        commit(sql);
        return result;
    }

    /** Runs work all or nothing inside an open transaction. Throws if a part of it may have been committed outside of that. */
    public <T extends @Nullable Object> T runInSavepoint(String name, Callable<T> work) throws Exception {
        control("SAVEPOINT " + name);
        try {
            T result = work.call();
            control("RELEASE " + name);
            return result;
        } catch (Throwable e) {
            if (!engine.forgetAnnounced().isEmpty()) {
                throw Failures.outcomeUnknown(database, e);
            }
            undoSavepoint(name, e);
            throw e;
        }
    }

    private void undoSavepoint(String name, Throwable reason) {
        if (!isOpen()) {
            return;
        }
        leftChanges = true;
        try {
            control("ROLLBACK TO " + name);
            control("RELEASE " + name);
            leftChanges = false;
        } catch (RuntimeException e) {
            // The first failure is thrown. The changes are undone with the transaction.
            reason.addSuppressed(e);
            rollback();
        }
    }

    /** Runs a statement of the library that controls a savepoint. */
    void control(String sql) {
        own.control(sql);
        changes.controlled(sql);
    }

    /** Runs work with foreign keys off. No transaction may be open. */
    public <T extends @Nullable Object> T withoutForeignKeys(Callable<T> work) throws Exception {
        String before = foreignKeys("0");
        try {
            return work.call();
        } finally {
            if (!isOpen()) {
                foreignKeys(before);
            }
        }
    }

    /** Sets whether foreign keys are enforced, and returns whether they were. A connection that keeps another setting must not be used. */
    private String foreignKeys(String on) {
        try {
            changes.settingChanges();
            return own.setForeignKeys(on);
        } catch (EngineException e) {
            broken = e;
            throw failures.of(e, "PRAGMA foreign_keys");
        }
    }

    /** Replaces the content of the database by that of a file, in a transaction of its own. */
    public void replaceContent(Path file) throws EngineException {
        refuseIfMoved();
        changes.settingChanges();
        try {
            engine.replaceBy(file, interrupter::mustStop);
        } catch (EngineException e) {
            failIfUnsettled(e, log != null);
            throw e;
        }
        changes.mayBeCommitted();
    }

    /**
     * Lengthens the file of the log if it is too short, so that the next commits need not do it. No connection of any process can write meanwhile.
     *
     * @param least how many bytes the file should have
     * @param added how many bytes to add if it has fewer
     */
    public void lengthenLog(long least, int added) throws IOException {
        LogFlush flush = log;
        if (flush == null) {
            return;
        }
        begin(BeginMode.IMMEDIATE);
        try {
            refuseIfMoved();
            flush.lengthen(least, added);
        } finally {
            rollback();
        }
    }

    /** Notes that a statement starts. */
    void statementStarts() {
        leftChanges = false;
    }

    /** Notes that a statement has failed. */
    void statementFailed(EngineException e) {
        leftChanges = StatementFailures.leavesChanges(e, engine);
        changes.failed(leftChanges);
    }

    /** Tells, after a failure, whether the transaction stands and holds nothing of the failed statement. */
    public boolean undoneCleanly() {
        return !leftChanges && isOpen();
    }

    /** Returns why the state of the connection cannot be proved any more, or null. */
    @Nullable
    Throwable broken() {
        return broken != null ? broken : failures.loss();
    }
}
