package io.asyncsqlite.matrix;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Authorizer;
import io.asyncsqlite.SqlFunction;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.StatementTrace;
import io.asyncsqlite.Synchronous;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.testing.EngineAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The database of a cell, with all that the event needs. */
final class Site {

    /** A function of SQL that returns its argument. */
    static final String PASSED = "passed";

    private static final Duration LONG = Duration.ofHours(1);
    private static final String SCHEMA = """
        CREATE TABLE t(k TEXT UNIQUE);
        CREATE TABLE p(id INTEGER PRIMARY KEY);
        CREATE TABLE c(p REFERENCES p(id) DEFERRABLE INITIALLY DEFERRED);
        CREATE TABLE b(id INTEGER PRIMARY KEY, v BLOB);
        INSERT INTO t VALUES ('taken');
        INSERT INTO b VALUES (1, zeroblob(7))
        """;

    final Cell cell;
    final String name;
    final Path file;
    final Error error;

    /** The time of an operation whose deadline is to pass. */
    final Duration shortTime;

    final GatedEngine engine;
    final Traces traces;
    final AsyncSqlite db;
    final @Nullable AsyncConnection connection;

    private final Executor executor;
    private final ThrowingLog log;
    private volatile boolean armed;

    Site(Cell cell, String name, Path directory, Executor executor, ThrowingLog log, Duration shortTime)
            throws Exception {
        this.cell = cell;
        this.shortTime = shortTime;
        this.name = name;
        this.file = directory.resolve(name);
        this.executor = executor;
        this.log = log;
        // The first reading comes with the opening.
        this.engine = new GatedEngine(cell.form() == Form.FETCH ? 2 : 0);
        this.error =
                cell.event().memory() ? new OutOfMemoryError("of the test") : new NoClassDefFoundError("of the test");
        this.traces = new Traces(cell.event(), error);
        this.db = EngineAccess.open(options(), engine);
        await(db.executeScript(SCHEMA));
        this.connection = cell.form().onConnection() ? await(db.connect()) : null;
        prepareConnection();
        openUnusedGates();
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(Waits.LIMIT_NANOS, TimeUnit.NANOSECONDS);
    }

    private SqliteOptions options() {
        boolean logs = cell.event() == Event.LOG_ERROR;
        return cell.storage()
                .options(file)
                .name(name)
                .synchronous(Synchronous.OFF)
                .readers(1)
                .operationTimeout(LONG)
                .streamTimeout(LONG)
                .transactionTimeout(cell.event() == Event.AGE_LIMIT ? shortTime : LONG)
                .busyTimeout(cell.event() == Event.BUSY_TIME_OVER ? shortTime : LONG)
                .slowOperationTime(logs ? Duration.ofNanos(1) : LONG)
                .tracer(traces)
                .codec(new Odd.OddCodec(cell.event(), error))
                .define(SqlFunction.scalar(PASSED, 1, this::passed))
                .listener(new Listener())
                .callbackExecutor(this::execute)
                .build();
    }

    private void prepareConnection() throws Exception {
        if (connection == null) {
            return;
        }
        if (cell.event() == Event.STATEMENT_TRACE_ERROR) {
            await(connection.setTrace(new Trace()));
        }
        if (cell.event() == Event.AUTHORIZER_ERROR) {
            await(connection.setAuthorizer(this::authorize));
        }
        if (cell.form() == Form.CONNECTION_IN_TRANSACTION || cell.form() == Form.BLOB) {
            await(connection.begin(TransactionMode.DEFERRED));
        }
    }

    private void openUnusedGates() {
        if (cell.moment() != Moment.RUNNING) {
            engine.statement.open();
        }
        if (cell.moment() != Moment.COMMIT) {
            engine.commit.open();
        }
        if (cell.event() == Event.ABANDON && !(cell.moment() == Moment.RUNNING || cell.moment() == Moment.COMMIT)) {
            // Closing stops what holds up the subject.
            engine.hold.open();
        }
    }

    /** Has the foreign code throw from now on. */
    void arm() {
        armed = true;
        if (cell.event() == Event.LOG_ERROR || cell.event() == Event.EXECUTOR_AND_LOG_ERROR) {
            log.throwFor(name, error);
        }
        switch (cell.event()) {
            case MEMORY_ERROR_AFTER_BEGIN -> engine.beginError.set(error);
            case MEMORY_ERROR ->
                (cell.moment() == Moment.COMMIT ? engine.commitError : engine.statementError).set(error);
            case MEMORY_ERROR_AFTER_COMMIT -> engine.committedError.set(error);
            default -> {}
        }
    }

    /** Has the foreign code of the connection do its work again. */
    void disarmConnection() {
        armed = armed && connection == null;
    }

    /** Stops whatever the database has failed to stop. */
    void end() {
        engine.ended = true;
        log.stopThrowingFor(name);
    }

    /** Submits the subject. */
    <T> T submitting(Supplier<T> submission) {
        traces.subjectBegins();
        try {
            return submission.get();
        } finally {
            traces.subjectEnds();
        }
    }

    private void execute(Runnable task) {
        if (armed && cell.event() == Event.EXECUTOR_REJECTS) {
            throw new RejectedExecutionException("told to reject");
        }
        if (armed && cell.event() == Event.EXECUTOR_AND_LOG_ERROR) {
            throw error;
        }
        executor.execute(task);
    }

    private Object passed(SqlFunction.Arguments arguments) {
        throwIfArmed(Event.SQL_FUNCTION_ERROR);
        return arguments.get(0);
    }

    private Authorizer.Decision authorize(Authorizer.Request request) {
        if (armed) {
            throw error;
        }
        return Authorizer.Decision.ALLOW;
    }

    private void throwIfArmed(Event event) {
        if (armed && cell.event() == event) {
            throw error;
        }
    }

    /** Throws an Error, or an exception that is logged. */
    private final class Listener implements SqliteListener {

        @Override
        public void operationFinished(FinishedOperation operation) {
            told();
        }

        @Override
        public void committed(Commit commit) {
            told();
        }

        private void told() {
            throwIfArmed(Event.LISTENER_ERROR);
            if (armed && cell.event() == Event.LOG_ERROR) {
                throw new IllegalStateException("of the test");
            }
        }
    }

    private final class Trace implements StatementTrace {

        @Override
        public void started(String sql) {
            throwIfArmed(Event.STATEMENT_TRACE_ERROR);
        }

        @Override
        public void finished(Run run) {
            throwIfArmed(Event.STATEMENT_TRACE_ERROR);
        }
    }
}
