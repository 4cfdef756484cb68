package io.asyncsqlite.internal.connection;

import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.ConnectionStatistics;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.UserDefined;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.internal.change.CommitWatch;
import io.asyncsqlite.internal.change.TransactionChanges;
import io.asyncsqlite.internal.concurrent.Looking;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EnginePages;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.file.AttachedFile;
import io.asyncsqlite.internal.function.ConnectionFunctions;
import io.asyncsqlite.internal.function.Definitions;
import io.asyncsqlite.internal.sql.InsertTarget;
import io.asyncsqlite.internal.sql.SqlScript;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Columns;
import io.asyncsqlite.internal.statement.Rows;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements on one connection, and keeps them compiled. Worker thread only. Failures leave as {@link io.asyncsqlite.SqliteException}. {@link
 * StatementInterrupter} decides whether the running statement must stop. {@link TransactionControl} begins and ends the transactions.
 */
public final class DatabaseConnection {

    // About 0.1 ms of work. Ten times as often would cost a fifth of the speed.
    private static final int STEPS_BETWEEN_QUESTIONS = 10_000;

    private final EngineConnection engine;
    private final StatementCache statements;
    private final String database;
    private final UserHooks hooks;
    private final StatementFailures failures;
    private final StatementInterrupter interrupter;
    private final OwnStatements own;
    private final TransactionChanges changes;
    private final TransactionControl transaction;
    private final InsertedRowid insertedRowid;
    private final Announcements announcements;
    private final Batches batches;
    private final ConnectionFunctions functions;
    private final Looking looking = new Looking();
    private boolean readOnly;
    private Runnable longReads = () -> {};

    /**
     * Wraps a new connection of the engine.
     *
     * @param lockWait asked when another process holds a lock
     * @param counters counters of its statements
     * @param definitions the functions and collations of its database
     * @param watch receives the commits of the connection
     */
    public DatabaseConnection(
            EngineConnection engine,
            LockWait lockWait,
            String database,
            Counters counters,
            Definitions definitions,
            CommitWatch watch)
            throws EngineException {
        this.engine = engine;
        this.statements = new StatementCache(engine, counters);
        this.database = database;
        this.hooks = new UserHooks(engine, statements, database);
        this.failures = new StatementFailures(hooks, database);
        this.interrupter = new StatementInterrupter(lockWait, failures);
        this.own = new OwnStatements(engine, statements, hooks, lockWait, failures);
        this.changes = new TransactionChanges(engine, watch, own::rows);
        this.transaction = new TransactionControl(engine, own, interrupter, failures, changes, database);
        this.insertedRowid = new InsertedRowid(engine, hooks);
        this.announcements = new Announcements(engine, statements, changes, failures);
        this.batches = new Batches(this, engine, changes, insertedRowid, announcements, failures);
        lockWait.giveUpIf(interrupter::mustStop);
        engine.onProgress(STEPS_BETWEEN_QUESTIONS, interrupter::mustStop);
        this.functions = new ConnectionFunctions(definitions, engine, interrupter::mustStop);
        // Before the schema is read, which may use them.
        functions.apply();
    }

    /** Returns the interrupter that decide whether to stop the running work. */
    public StatementInterrupter interrupter() {
        return interrupter;
    }

    /** Returns what the open transaction has changed. */
    public TransactionChanges changes() {
        return changes;
    }

    /** Returns the control of transactions. */
    public TransactionControl transaction() {
        return transaction;
    }

    /** Returns what tells the engine statements before they run. */
    public Announcements announcements() {
        return announcements;
    }

    /** Returns how the waits of open transactions for their next operation went. */
    public Looking looking() {
        return looking;
    }

    /** Notes that SQLite opened the file to be read only. */
    void readsOnly() {
        readOnly = true;
    }

    /**
     * Sets the action that runs before an operation waits for other code on this connection. It throws if the operation must not
     * wait.
     */
    public void onLongRead(Runnable longReads) {
        this.longReads = longReads;
    }

    /**
     * Announces that the current operation may from now on take as long as its consumer wants.
     *
     * @throws io.asyncsqlite.ConnectionLimitException if the operation must not wait
     */
    public void beforeLongRead() {
        longReads.run();
    }

    /** Changes a function or collation of the database here and then for all connections, or throws why that is not possible. */
    public void change(UserDefined place, @Nullable UserDefined definition) {
        try {
            functions.change(place, definition);
            statements.clear();
        } catch (EngineException e) {
            throw translate(e, "functions of the connection");
        }
    }

    private void prepareFunctions(String sql) {
        try {
            if (!functions.isReady() && functions.prepare()) {
                statements.clear();
            }
        } catch (EngineException e) {
            throw translate(e, sql);
        }
    }

    /** Changes the authorizer or the trace of the user. */
    public void set(UserHooks.Setting setting) {
        try {
            setting.in(hooks);
        } catch (EngineException e) {
            throw translate(e, "hooks of the connection");
        }
    }

    /** Opens a value for reading and, if wanted, for writing. */
    public OpenBlob openBlob(BlobLocation location, boolean writable) {
        return OpenBlob.open(this, engine, location, writable);
    }

    /** Returns the ways to copy the main database. */
    public EnginePages pages() {
        return engine;
    }

    /** Returns SQLite's counters, if the engine can read them. */
    public Optional<ConnectionStatistics> statistics() {
        try {
            return Counters.statistics(engine);
        } catch (EngineException e) {
            throw translate(e, "statistics");
        }
    }

    public String database() {
        return database;
    }

    /** Runs a statement to its end, dropping rows. */
    public WriteResult execute(BoundStatement bound) {
        try (RowCursor cursor = open(bound)) {
            while (cursor.more()) {
                cursor.read(64);
            }
            changes.finished();
            return result(bound);
        }
    }

    /**
     * Runs a statement once for each of its sets of values, in a savepoint of the open transaction.
     *
     * @param run adds up what they give, and returns it
     */
    public WrittenRows executeAll(BoundStatement bound, List<@Nullable Object[]> sets, BatchRun run) {
        prepareFunctions(bound.sql());
        transaction.statementStarts();
        return sets.isEmpty() ? run.result() : batches.run(bound, sets, run);
    }

    EngineStatement acquire(String sql) {
        try {
            return statements.acquire(sql);
        } catch (EngineException e) {
            throw translate(e, sql);
        }
    }

    /** Runs a query and reads up to a number of rows; a writing statement runs to its end all the same. */
    public Rows query(BoundStatement bound, int limit) {
        try (RowCursor cursor = open(bound)) {
            List<@Nullable Object[]> rows = cursor.readOrFail(limit);
            while (cursor.more() && bound.statement().kind() != StatementKind.READ) {
                cursor.read(64);
            }
            changes.finished();
            return new Rows(cursor.columns(), rows);
        }
    }

    /** Runs a statement and stops before its first row. */
    public RowCursor open(BoundStatement bound) {
        StatementKind kind = bound.statement().kind();
        if (kind == StatementKind.READ || kind == StatementKind.WRITE) {
            return start(bound);
        }
        transaction.startsOutside(bound.statement());
        AttachedFile file = readOnly ? AttachedFile.NONE : AttachedFile.before(bound);
        try {
            return start(bound);
        } catch (RuntimeException | Error e) {
            file.statementFailed();
            throw e;
        }
    }

    private RowCursor start(BoundStatement bound) {
        String sql = bound.sql();
        prepareFunctions(sql);
        transaction.statementStarts();
        interrupter.checkStop(sql);
        EngineStatement statement = acquire(sql);
        try {
            StatementChecks.checkKind(statement, bound);
            StatementChecks.checkCount(statement, bound.statement(), bound.values());
            insertedRowid.starts(bound.statement());
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
            changes.starts(bound.statement());
            boolean row = statement.execute(bound.values());
            ran = true;
            changes.ran(bound.statement());
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
     * Undoes a statement that wrote and whose rows could not be read. SQLite has made all of its changes before it gives the
     * first row, and keeps them when it is reset then, so only the whole transaction can be rolled back.
     *
     * @see <a href="https://www.sqlite.org/lang_returning.html">RETURNING</a>
     */
    void undoUnread(BoundStatement bound) {
        if (bound.statement().kind() == StatementKind.WRITE) {
            transaction.rollback();
        }
    }

    /** Returns the changes of the statement that ran last. */
    public WriteResult result(BoundStatement bound) {
        if (!bound.statement().changesRows()) {
            return new WriteResult(0, 0);
        }
        try {
            long changes = engine.changes();
            InsertTarget target = bound.statement().target();
            return new WriteResult(changes, changes == 0 || target == null ? 0 : insertedRowid.of(target));
        } catch (EngineException e) {
            throw translate(e, bound.sql());
        }
    }

    void release(String sql, EngineStatement statement) {
        statements.release(sql, statement);
    }

    /** Runs a script statement by statement, so that it can be stopped between them and an error knows its place. */
    public void executeScript(SqlScript script) {
        prepareFunctions(script.text());
        transaction.statementStarts();
        for (int i = 0; i < script.size(); i++) {
            interrupter.checkStop(script.text());
            try {
                insertedRowid.forgetSchema();
                String statement = script.statement(i);
                changes.startsInScript(statement);
                engine.executeScript(statement);
                changes.ranInScript();
            } catch (EngineException e) {
                transaction.statementFailed(e);
                throw failures.inScript(e, script, i);
            }
        }
    }

    /** Returns why the state of the connection cannot be proved any more, so that it must be closed, or null. */
    public @Nullable Throwable broken() {
        return transaction.broken();
    }

    /** Returns how the connection to a server was lost, so that another one can take its place, or null. */
    public @Nullable EngineException loss() {
        return failures.loss();
    }

    /** Runs a statement of the library itself that controls a transaction, such as SAVEPOINT. */
    public void control(String sql) {
        transaction.control(sql);
    }

    /** Runs a PRAGMA or a query of the library itself, and returns the first column of its only row. */
    public String pragma(String sql) throws EngineException {
        return own.pragma(sql);
    }

    /** Runs as {@link #pragmaRow}, but waits for a lock no longer than the given time. */
    public @Nullable Object[] pragmaRow(String sql, long nanosForLock) throws EngineException {
        return own.pragmaRow(sql, nanosForLock);
    }

    /** Runs a PRAGMA or a query of the library itself, and returns its only row, empty if there is none. */
    public @Nullable Object[] pragmaRow(String sql) throws EngineException {
        return own.pragmaRow(sql);
    }

    void close() throws EngineException {
        engine.close();
    }

    StatementException statementFailed(EngineException e, String sql) {
        transaction.statementFailed(e);
        return translate(e, sql);
    }

    /**
     * Returns the exception for an error.
     *
     * @param sql the statement, or a description of the work
     */
    public StatementException translate(EngineException e, String sql) {
        return failures.of(e, sql);
    }
}
