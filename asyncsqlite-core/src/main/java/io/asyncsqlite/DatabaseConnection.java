package io.asyncsqlite;

import io.asyncsqlite.engine.BeginMode;
import io.asyncsqlite.engine.EngineConnection;
import io.asyncsqlite.engine.EngineException;
import io.asyncsqlite.engine.EngineStatement;
import io.asyncsqlite.sql.Excerpt;
import io.asyncsqlite.sql.SqlScript;
import io.asyncsqlite.sql.SqlStatement;
import io.asyncsqlite.sql.SqlStatement.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * One connection with its compiled statements, and what is known of its transaction. Belongs to one worker thread.
 *
 * <p>Failures leave as {@link SqliteException}. After one, {@link #undoneCleanly()} tells whether the transaction still stands and
 * holds nothing of the failed statement. Once {@link #broken()} is set the state of the connection cannot be proved, and it must be
 * closed.
 */
final class DatabaseConnection {

    // About 0.1 ms of work. Ten times as often would cost a fifth of the speed.
    private static final int STEPS_BETWEEN_QUESTIONS = 10_000;
    private static final int ROWS_BETWEEN_QUESTIONS = 64;

    private final EngineConnection engine;
    private final LockWait lockWait;
    private final StatementCache statements;
    private final String database;
    private final UserHooks hooks;
    private FileWatch watch = FileWatch.NONE;
    private boolean hasLog;
    private boolean readOnly;
    private boolean leftChanges;
    private long commitNanos;
    private @Nullable Throwable broken;
    /** What it works for, the innermost last: an operation of a transaction runs inside of the one that is the transaction. */
    private final ArrayList<Operation<?>> entered = new ArrayList<>();

    private boolean justEntered;
    private LongPredicate isInTheWay = now -> false;
    private Runnable longReads = () -> {};

    /**
     * Wraps a new connection.
     *
     * @param lockWait what it asks when another process holds a lock
     * @param telemetry counts its statements
     */
    DatabaseConnection(EngineConnection engine, LockWait lockWait, String database, Telemetry telemetry)
            throws EngineException {
        this.engine = engine;
        this.lockWait = lockWait;
        this.statements = new StatementCache(engine, telemetry);
        this.database = database;
        this.hooks = new UserHooks(engine, statements, database);
        lockWait.giveUpIf(this::mustStop);
        engine.onProgress(STEPS_BETWEEN_QUESTIONS, this::mustStop);
    }

    /** Notes that commits are written to a write-ahead log. */
    void commitsToLog() {
        hasLog = true;
    }

    /** Notes that SQLite opened the file to be read only. */
    void readsOnly() {
        readOnly = true;
    }

    /** Has it commit only while its file is where it was. */
    void watch(FileWatch files) {
        watch = files;
    }

    /**
     * Sets a further reason to stop what runs, or to give up waiting for a lock, asked with the time of {@link System#nanoTime()}, and returns
     * the one that it replaces.
     */
    LongPredicate stopIf(LongPredicate isInTheWay) {
        LongPredicate before = this.isInTheWay;
        this.isInTheWay = isInTheWay;
        return before;
    }

    /** Sets what is asked before an operation waits for others on this connection; it throws if that may not be. */
    void onLongRead(Runnable longReads) {
        this.longReads = longReads;
    }

    /**
     * Tells that the current operation may from now on take as long as its consumer wants.
     *
     * @throws ConnectionLimitException if it is to end instead
     */
    void beforeLongRead() {
        longReads.run();
    }

    /** Tells, on any thread, whether it waits for a lock of another process. */
    boolean isWaitingForLock() {
        return lockWait.isWaiting();
    }

    /** Notes that statements now belong to an operation, inside the one they belonged to so far. */
    void enter(Operation<?> operation) {
        entered.add(operation);
        justEntered = true;
    }

    void leave(Operation<?> operation) {
        entered.remove(entered.lastIndexOf(operation));
        justEntered = false;
        lockWait.ended();
    }

    /** Does something that may wait for a lock, for an operation whose cancel and deadline end the wait. */
    void runFor(Operation<?> operation, Runnable work) {
        enter(operation);
        try {
            work.run();
        } finally {
            leave(operation);
        }
    }

    /**
     * Tells whether the running statement should stop. Asked on the connection's own thread about the operation that it runs now, so that
     * a cancel that comes too late cannot hit another one.
     */
    boolean mustStop() {
        return mustStop(System.nanoTime());
    }

    private boolean mustStop(long now) {
        for (int i = entered.size() - 1; i >= 0; i--) {
            if (entered.get(i).mustStop(now)) {
                return true;
            }
        }
        return isInTheWay.test(now);
    }

    /** Changes what the user has set to be asked or told about statements. */
    void set(UserHooks.Setting setting) {
        try {
            setting.in(hooks);
        } catch (EngineException e) {
            throw translate(e, "hooks of the connection");
        }
    }

    /** Returns what opens and writes blobs. */
    BlobAccess blobs() {
        return new BlobAccess(this, engine);
    }

    /** Returns what SQLite counts, if the engine can ask. */
    Optional<ConnectionStatistics> statistics() {
        try {
            return Statistics.of(engine);
        } catch (EngineException e) {
            throw translate(e, "statistics");
        }
    }

    /** Throws if what runs should stop. */
    void refuseToGoOn(String sql) {
        // What has just started need not look at the clock again, which would cost as much as a short statement's Java
        // side.
        Operation<?> started = justEntered ? entered.get(entered.size() - 1) : null;
        justEntered = false;
        if (started == null ? mustStop() : mustStop(started.startedNanos())) {
            throw translate(new EngineException(ResultCode.INTERRUPT, "interrupted"), sql);
        }
    }

    String database() {
        return database;
    }

    /** Runs a statement to its end, dropping rows. */
    WriteResult execute(BoundStatement bound) {
        try (RowCursor cursor = open(bound)) {
            while (cursor.more()) {
                cursor.read(64);
            }
            return result(bound);
        }
    }

    /** Runs a statement once for each set of values, dropping rows, and returns how many rows were changed. */
    long executeAll(SqlStatement statement, List<@Nullable Object[]> rows) {
        String sql = statement.text();
        leftChanges = false;
        if (rows.isEmpty()) {
            return 0;
        }
        EngineStatement compiled = acquire(sql);
        try {
            long changes = 0;
            for (int i = 0; i < rows.size(); i++) {
                if (i % ROWS_BETWEEN_QUESTIONS == 0) {
                    refuseToGoOn(sql);
                }
                runToEnd(compiled, statement, rows.get(i));
                changes += statement.changesRows() ? engine.changes() : 0;
            }
            return changes;
        } catch (EngineException e) {
            throw statementFailed(e, sql);
        } finally {
            statements.release(sql, compiled);
        }
    }

    private static void runToEnd(EngineStatement compiled, SqlStatement statement, @Nullable Object[] values)
            throws EngineException {
        checkCount(compiled, statement, values);
        boolean row = compiled.execute(values);
        while (row) {
            row = compiled.fetch(64, new ArrayList<>(64));
        }
    }

    private EngineStatement acquire(String sql) {
        try {
            return statements.acquire(sql);
        } catch (EngineException e) {
            throw translate(e, sql);
        }
    }

    /** Runs a query and reads up to a number of rows; a writing statement runs to its end all the same. */
    Rows query(BoundStatement bound, int limit) {
        try (RowCursor cursor = open(bound)) {
            List<@Nullable Object[]> rows = cursor.readOrFail(limit);
            while (cursor.more() && bound.statement().kind() != Kind.READ) {
                cursor.read(64);
            }
            return new Rows(cursor.columns(), rows);
        }
    }

    /** Runs a statement and stops before its first row. */
    RowCursor open(BoundStatement bound) {
        Kind kind = bound.statement().kind();
        if (kind == Kind.READ || kind == Kind.WRITE) {
            return start(bound);
        }
        refuseIfMoved();
        PrivateFile file = readOnly ? PrivateFile.NONE : PrivateFile.before(bound);
        try {
            return start(bound);
        } catch (RuntimeException | Error e) {
            file.statementFailed();
            throw e;
        }
    }

    private RowCursor start(BoundStatement bound) {
        String sql = bound.sql();
        leftChanges = false;
        refuseToGoOn(sql);
        EngineStatement statement = acquire(sql);
        try {
            checkKind(statement, bound);
            checkCount(statement, bound.statement(), bound.values());
            return run(statement, bound);
        } catch (EngineException e) {
            statements.release(sql, statement);
            throw statementFailed(e, sql);
        } catch (RuntimeException | Error e) {
            statements.release(sql, statement);
            throw e;
        }
    }

    private RowCursor run(EngineStatement statement, BoundStatement bound) throws EngineException {
        boolean ran = false;
        try {
            boolean row = statement.execute(bound.values());
            ran = true;
            Columns columns = row ? Columns.of(statement, bound.withDeclaredTypes()) : Columns.NONE;
            return new RowCursor(this, bound, statement, columns, row);
        } catch (EngineException e) {
            if (ran) {
                undoUnread(bound);
            }
            throw e;
        } catch (RuntimeException | Error e) {
            undoUnread(bound);
            throw e;
        }
    }

    /**
     * Undoes a statement that wrote and whose rows could not be read. SQLite has made all of its changes before it gives the first row, and keeps
     * them when it is reset then, so only the transaction can be rolled back: whoever runs one finds it gone.
     *
     * @see <a href="https://www.sqlite.org/lang_returning.html">RETURNING</a>
     */
    void undoUnread(BoundStatement bound) {
        if (bound.statement().kind() == Kind.WRITE) {
            rollback();
        }
    }

    /** What was taken for a read runs beside the writer, so SQLite must agree that it is one. */
    private static void checkKind(EngineStatement statement, BoundStatement bound) {
        if (bound.statement().kind() == Kind.READ && statement.isKnownToWrite()) {
            throw Failures.invalidStatement("SQLite says that it writes, which a query must not", bound.sql(), null);
        }
    }

    private static void checkCount(EngineStatement compiled, SqlStatement statement, @Nullable Object[] values) {
        if (compiled.parameterCount() != values.length) {
            throw Failures.invalidParameter(
                    "SQLite counts " + compiled.parameterCount() + " parameters, not " + values.length,
                    statement.text(),
                    null);
        }
    }

    /** Returns what the statement did that ran last. */
    WriteResult result(BoundStatement bound) {
        if (!bound.statement().changesRows()) {
            return new WriteResult(0, 0);
        }
        try {
            long changes = engine.changes();
            // Without a row of its own the statement would be told the rowid of somebody else's.
            boolean inserted = changes > 0 && bound.statement().inserts();
            return new WriteResult(changes, inserted ? engine.lastInsertRowid() : 0);
        } catch (EngineException e) {
            throw translate(e, bound.sql());
        }
    }

    void release(String sql, EngineStatement statement) {
        statements.release(sql, statement);
    }

    /** Runs a script statement by statement, so that it can be stopped between them and an error knows its place. */
    void executeScript(SqlScript script) {
        leftChanges = false;
        for (int i = 0; i < script.size(); i++) {
            refuseToGoOn(script.text());
            String statement = script.statement(i);
            try {
                engine.executeScript(statement);
            } catch (EngineException e) {
                leftChanges = leftChanges(e);
                throw failure(
                        e, ", in statement " + (i + 1) + " of the script at line " + script.line(i), statement, "");
            }
        }
    }

    /** Runs work with foreign keys off. No transaction may be open. */
    <T extends @Nullable Object> T withoutForeignKeys(Callable<T> work) throws Exception {
        String before = foreignKeys("0");
        try {
            return work.call();
        } finally {
            if (!inTransaction()) {
                foreignKeys(before);
            }
        }
    }

    /** Sets whether foreign keys are enforced, and returns whether they were. A connection that keeps another setting must not be used. */
    private String foreignKeys(String on) {
        try {
            String before = pragma("PRAGMA foreign_keys");
            pragma("PRAGMA foreign_keys=" + on);
            if (!pragma("PRAGMA foreign_keys").equals(on)) {
                throw new EngineException(ResultCode.ERROR, "PRAGMA foreign_keys has no effect");
            }
            return before;
        } catch (EngineException e) {
            broken = e;
            throw translate(e, "PRAGMA foreign_keys");
        }
    }

    /** Runs a fixed statement of the library's own, such as SAVEPOINT. */
    void control(String sql) {
        try {
            EngineStatement statement = statements.acquire(sql);
            try {
                statement.execute(new Object[0]);
            } finally {
                statements.release(sql, statement);
            }
        } catch (EngineException e) {
            throw translate(e, sql);
        }
    }

    void begin(BeginMode mode) {
        try {
            engine.begin(mode);
        } catch (EngineException e) {
            throw translate(e, "BEGIN " + mode);
        } catch (RuntimeException | Error e) {
            // For want of memory, for example: SQLite may have begun all the same.
            rollback();
            throw e;
        } finally {
            lockWait.ended();
        }
    }

    /**
     * Commits. If that fails nothing stays and no transaction is open, unless the exception says that the outcome is unknown.
     *
     * @param sql what is committed, for the message
     */
    void commit(String sql) {
        refuseIfMoved();
        long since = System.nanoTime();
        try {
            engine.commit();
            commitNanos = Math.max(1, System.nanoTime() - since);
        } catch (EngineException e) {
            if (e.primaryCode() == ResultCode.IOERR && !(hasLog && settledByAnotherCommit())) {
                broken = e;
                throw Failures.outcomeUnknown(database, e);
            }
            rollback();
            throw translate(e, sql);
        } catch (RuntimeException | Error e) {
            // What SQLite answered is lost, for want of memory, for example. What is still open was not committed.
            if (!inTransaction()) {
                throw Failures.outcomeUnknown(database, e);
            }
            rollback();
            throw e;
        }
    }

    /** Rolls back, and never commits again, once the file is no longer where it was. */
    private void refuseIfMoved() {
        try {
            watch.lookNowAndThen();
        } catch (FileMovedException e) {
            rollback();
            broken = e;
            throw Failures.databaseFailed(database, Outcome.ROLLED_BACK, e);
        }
    }

    /** Returns how long the last COMMIT took, or 0 if there was none since the last call. */
    long takeCommitNanos() {
        long nanos = commitNanos;
        commitNanos = 0;
        return nanos;
    }

    /**
     * After an I/O error in COMMIT the transaction is undone for this process, but its pages may be in the log and come back after a crash. A
     * commit that succeeds writes over them: then it is rolled back for good. With a rollback journal nothing settles it: the error may have
     * come after the journal was deleted, which is the moment of the COMMIT.
     */
    private boolean settledByAnotherCommit() {
        try {
            if (engine.inTransaction()) {
                engine.rollback();
            }
            String version = pragma("PRAGMA user_version");
            engine.begin(BeginMode.IMMEDIATE);
            // Writes the first page, which holds the number, though the number stays the same.
            pragma("PRAGMA user_version=" + version);
            engine.commit();
            return true;
        } catch (EngineException e) {
            return false;
        }
    }

    /** Ends a transaction that only read. */
    void endSnapshot() {
        try {
            engine.commit();
        } catch (EngineException e) {
            rollback();
        }
    }

    /** Rolls back if a transaction is open, whatever state it is in. */
    void rollback() {
        if (inTransaction()) {
            try {
                engine.rollback();
            } catch (EngineException e) {
                broken = e;
            }
        }
    }

    boolean inTransaction() {
        try {
            return engine.inTransaction();
        } catch (EngineException e) {
            broken = e;
            return false;
        }
    }

    /** Tells, after a failure, whether the transaction stands and holds nothing of what failed. */
    boolean undoneCleanly() {
        return !leftChanges && inTransaction();
    }

    /** Runs work in a transaction of its own. */
    <T extends @Nullable Object> T inTransaction(BeginMode mode, String sql, Callable<T> work) throws Exception {
        refuseToGoOn(sql);
        begin(mode);
        T result;
        try {
            result = work.call();
            refuseToGoOn(sql);
        } catch (Throwable e) {
            rollback();
            throw e;
        }
        commit(sql);
        return result;
    }

    /** Runs work all or nothing inside an open transaction. */
    <T extends @Nullable Object> T inSavepoint(String name, Callable<T> work) throws Exception {
        control("SAVEPOINT " + name);
        try {
            T result = work.call();
            control("RELEASE " + name);
            return result;
        } catch (Throwable e) {
            undoSavepoint(name, e);
            throw e;
        }
    }

    private void undoSavepoint(String name, Throwable reason) {
        if (!inTransaction()) {
            return;
        }
        leftChanges = true;
        try {
            control("ROLLBACK TO " + name);
            control("RELEASE " + name);
            leftChanges = false;
        } catch (RuntimeException e) {
            // The reason is what is told. Its changes go with the transaction.
            reason.addSuppressed(e);
            rollback();
        }
    }

    @Nullable
    Throwable broken() {
        return broken;
    }

    /** Reads the first column of the only row of a fixed query of the library's own. */
    String pragma(String sql) throws EngineException {
        @Nullable Object[] row = pragmaRow(sql);
        return row.length == 0 ? "" : String.valueOf(row[0]);
    }

    /** Runs a fixed statement of the library's own that may as well be left out, so that it waits for no lock. */
    String pragmaUnlessLocked(String sql) throws EngineException {
        lockWait.waitAtMost(0);
        try {
            return pragma(sql);
        } finally {
            lockWait.waitAsUsual();
        }
    }

    /** Reads the only row, empty if there is none, of a fixed query of the library's own. */
    @Nullable
    Object[] pragmaRow(String sql) throws EngineException {
        hooks.suspend(true);
        try (EngineStatement statement = engine.prepare(sql)) {
            List<@Nullable Object[]> rows = new ArrayList<>(1);
            if (statement.execute(new Object[0])) {
                statement.fetch(1, rows);
            }
            return rows.isEmpty() ? new Object[0] : rows.get(0);
        } finally {
            hooks.suspend(false);
        }
    }

    void close() throws EngineException {
        engine.close();
    }

    StatementException statementFailed(EngineException e, String sql) {
        leftChanges = leftChanges(e);
        return translate(e, sql);
    }

    /**
     * SQLite undoes a failed statement, except where the conflict clause FAIL says that its earlier rows stay. Such rows show in
     * the change count; those of a trigger that raised FAIL do not, but its error code does.
     */
    private boolean leftChanges(EngineException e) {
        try {
            return e.code() == ResultCode.CONSTRAINT_TRIGGER
                    || (e.primaryCode() == ResultCode.CONSTRAINT && engine.changes() != 0);
        } catch (EngineException unknown) {
            return true;
        }
    }

    private static String advice(EngineException e) {
        return String.valueOf(e.getMessage()).startsWith("unsafe use of")
                ? ", which SqliteOptions.trustedSchema allows to views, triggers and constraints"
                : "";
    }

    StatementException translate(EngineException e, String sql) {
        return failure(e, "", sql, ErrorPlace.pointer(sql, e.offset()));
    }

    private StatementException failure(EngineException e, String where, String sql, String pointer) {
        hooks.explain(e);
        ResultCode code = new ResultCode(e.code());
        String message = e.getMessage() + advice(e) + " (" + code + ") in database '" + database + "'" + where
                + ": the operation was rolled back" + Excerpt.shown(sql) + pointer;
        return switch (e.primaryCode()) {
            case ResultCode.CONSTRAINT -> new ConstraintException(message, code, sql, e);
            case ResultCode.BUSY -> new BusyException(message, code, sql, e);
            default -> new StatementException(message, code, sql, e);
        };
    }
}
