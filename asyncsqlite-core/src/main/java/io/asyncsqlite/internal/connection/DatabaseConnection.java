package io.asyncsqlite.internal.connection;

import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.ConnectionStatistics;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.internal.concurrent.Looking;
import io.asyncsqlite.internal.engine.Counter;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.file.AttachedFile;
import io.asyncsqlite.internal.sql.SqlScript;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Columns;
import io.asyncsqlite.internal.statement.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements on one connection, and keeps them compiled. Worker thread only. Failures leave as {@link io.asyncsqlite.SqliteException}.
 *
 * <p>{@link StopQuestions} decides whether the running statement must stop. {@link TransactionControl} begins and ends the
 * transactions.
 */
public final class DatabaseConnection {

    // About 0.1 ms of work. Ten times as often would cost a fifth of the speed.
    private static final int STEPS_BETWEEN_QUESTIONS = 10_000;
    private static final int ROWS_BETWEEN_QUESTIONS = 64;

    private final EngineConnection engine;
    private final StatementCache statements;
    private final String database;
    private final UserHooks hooks;
    private final StatementFailures failures;
    private final StopQuestions questions;
    private final OwnStatements own;
    private final TransactionControl transaction;
    private final Looking looking = new Looking();
    private boolean readOnly;
    private Runnable longReads = () -> {};

    /**
     * Wraps a new connection of the engine.
     *
     * @param lockWait asked when another process holds a lock
     * @param counters counters of its statements
     */
    public DatabaseConnection(EngineConnection engine, LockWait lockWait, String database, Counters counters)
            throws EngineException {
        this.engine = engine;
        this.statements = new StatementCache(engine, counters);
        this.database = database;
        this.hooks = new UserHooks(engine, statements, database);
        this.failures = new StatementFailures(hooks, database);
        this.questions = new StopQuestions(lockWait, failures);
        this.own = new OwnStatements(engine, statements, hooks, lockWait, failures);
        this.transaction = new TransactionControl(engine, own, questions, failures, database);
        lockWait.giveUpIf(questions::mustStop);
        engine.onProgress(STEPS_BETWEEN_QUESTIONS, questions::mustStop);
    }

    /** Returns the questions that decide whether to stop the running work. */
    public StopQuestions stopQuestions() {
        return questions;
    }

    /** Returns the control of transactions. */
    public TransactionControl transaction() {
        return transaction;
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

    /** Returns SQLite's counters, if the engine can read them. */
    public Optional<ConnectionStatistics> statistics() {
        try {
            ConnectionStatistics statistics = new ConnectionStatistics(
                    engine.counter(Counter.CACHE_USED),
                    engine.counter(Counter.CACHE_HIT),
                    engine.counter(Counter.CACHE_MISS),
                    engine.counter(Counter.CACHE_WRITE),
                    engine.counter(Counter.CACHE_SPILL),
                    engine.counter(Counter.SCHEMA_USED),
                    engine.counter(Counter.STMT_USED));
            return statistics.cacheBytes() < 0 ? Optional.empty() : Optional.of(statistics);
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
            return result(bound);
        }
    }

    /** Runs a statement once for each set of values, dropping rows, and returns how many rows were changed. */
    public long executeAll(SqlStatement statement, List<@Nullable Object[]> rows) {
        String sql = statement.text();
        transaction.statementStarts();
        if (rows.isEmpty()) {
            return 0;
        }
        EngineStatement compiled = acquire(sql);
        try {
            long changes = 0;
            for (int i = 0; i < rows.size(); i++) {
                if (i % ROWS_BETWEEN_QUESTIONS == 0) {
                    questions.checkStop(sql);
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
    public Rows query(BoundStatement bound, int limit) {
        try (RowCursor cursor = open(bound)) {
            List<@Nullable Object[]> rows = cursor.readOrFail(limit);
            while (cursor.more() && bound.statement().kind() != StatementKind.READ) {
                cursor.read(64);
            }
            return new Rows(cursor.columns(), rows);
        }
    }

    /** Runs a statement and stops before its first row. */
    public RowCursor open(BoundStatement bound) {
        StatementKind kind = bound.statement().kind();
        if (kind == StatementKind.READ || kind == StatementKind.WRITE) {
            return start(bound);
        }
        transaction.refuseIfMoved();
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
        transaction.statementStarts();
        questions.checkStop(sql);
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

    /** Throws if SQLite says that a statement writes which the parser took for a read: reads run beside the writer. */
    private static void checkKind(EngineStatement statement, BoundStatement bound) {
        if (bound.statement().kind() == StatementKind.READ && statement.isKnownToWrite()) {
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

    /** Returns the changes of the statement that ran last. */
    public WriteResult result(BoundStatement bound) {
        if (!bound.statement().changesRows()) {
            return new WriteResult(0, 0);
        }
        try {
            long changes = engine.changes();
            // If the statement inserted no row, SQLite's rowid is that of an earlier statement.
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
    public void executeScript(SqlScript script) {
        transaction.statementStarts();
        for (int i = 0; i < script.size(); i++) {
            questions.checkStop(script.text());
            try {
                engine.executeScript(script.statement(i));
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

    /** Runs a statement of the library itself that controls a transaction, such as SAVEPOINT. */
    public void control(String sql) {
        own.control(sql);
    }

    /** Runs a PRAGMA or a query of the library itself, and returns the first column of its only row. */
    public String pragma(String sql) throws EngineException {
        return own.pragma(sql);
    }

    /** Runs as {@link #pragma}, but waits for no lock. */
    String pragmaUnlessLocked(String sql) throws EngineException {
        return own.pragmaUnlessLocked(sql);
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

    StatementException translate(EngineException e, String sql) {
        return failures.of(e, sql);
    }
}
