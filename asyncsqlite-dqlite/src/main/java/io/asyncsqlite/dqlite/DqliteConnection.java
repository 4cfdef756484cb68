package io.asyncsqlite.dqlite;

import io.asyncsqlite.ResultCode;
import io.asyncsqlite.internal.engine.Ability;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineFunction;
import io.asyncsqlite.internal.engine.EngineRun;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.engine.Strays;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One connection to a database on the leader of a cluster, with its transaction. */
final class DqliteConnection implements EngineConnection {

    private static final Object[] NO_VALUES = {};
    /** For fewer statements the question about the schema costs as much as it saves. */
    private static final int LEAST_AHEAD = 3;

    private static final String FIND_ENDING = "SELECT count(*) FROM (SELECT sql FROM sqlite_schema UNION ALL SELECT"
            + " sql FROM sqlite_temp_schema) WHERE "
            + ServerStatement.ENDING_WORDS.stream()
                    .map(word -> "instr(lower(sql), '" + word + "')")
                    .collect(Collectors.joining(" OR "));

    /** Begins to read, by which the connection of the server notes that the schema has changed. */
    private static final String READ_SCHEMA = "SELECT count(*) FROM sqlite_schema WHERE 0";

    /** Servers refuse to compile it since 1.18.3, the first version that runs RETURNING. They tell no version, and to compile it changes nothing. */
    private static final String REFUSED_BY_NEW_SERVERS = "PRAGMA read_uncommitted";

    private final Exchange exchange;
    private final int database;
    private final IntPredicate whenBusy;
    private final ServerTransaction transaction;
    private final ChangeCounts counts;
    private final Flight flight;
    private boolean runsReturning;

    private DqliteConnection(Exchange exchange, int database, IntPredicate whenBusy) {
        this.exchange = exchange;
        this.database = database;
        this.whenBusy = whenBusy;
        this.flight = new Flight(exchange);
        this.transaction = new ServerTransaction(this::executeControl, flight::proved);
        this.counts = new ChangeCounts(this::queryRow);
        exchange.onStopped(this::rollbackIfOpen);
    }

    /** Opens a database on the server that leads. */
    static DqliteConnection open(Exchange exchange, String name, IntPredicate whenBusy) throws EngineException {
        try {
            Request open = new Request(Request.OPEN).text(name).word(0).text("");
            int database = exchange.ask(open, Answer.DATABASE).halves()[0];
            return new DqliteConnection(exchange, database, whenBusy);
        } catch (IOException e) {
            exchange.close();
            throw Failures.lost(e);
        } catch (EngineException | RuntimeException e) {
            exchange.close();
            throw e;
        }
    }

    @Override
    public EngineStatement prepare(String sql) throws EngineException {
        ServerStatement sentAs = ServerStatement.of(sql);
        if (sentAs.returning()) {
            requireReturning();
        }
        return new DqliteStatement(this, sql, sentAs);
    }

    /** Asks the server until it is known to be new enough: old ones end their process, and the next leader's, or do not copy what was written. */
    private void requireReturning() throws EngineException {
        if (!runsReturning && compiles(REFUSED_BY_NEW_SERVERS)) {
            throw new EngineException(
                    ResultCode.ERROR,
                    "RETURNING can end the process of a server of dqlite older than 1.18.4, as this one is; use newer"
                            + " servers, or read the rowid from the result of an INSERT without RETURNING");
        }
        runsReturning = true;
    }

    private boolean compiles(String pragma) throws EngineException {
        try {
            finalizeStatement(compile(pragma, ServerStatement.of(pragma)).id());
            return true;
        } catch (EngineException e) {
            if (e.primaryCode() == ResultCode.AUTH) {
                return false;
            }
            throw e;
        }
    }

    /** Compiles a statement. A server sends names of columns as they were when it read the schema last, and rows as they are: so it reads it anew. */
    DqliteStatement.Compiled compile(String sql, ServerStatement sentAs) throws EngineException {
        long schema = 0;
        if (sentAs.namesAllColumns()) {
            schema = schemaVersion();
            queryRow(READ_SCHEMA, 1);
        }
        Answer answer = exchange.ask(new Request(Request.PREPARE).word(database).text(sql), Answer.STATEMENT);
        try {
            int id = answer.halves()[1];
            return new DqliteStatement.Compiled(id, (int) answer.word(), schema);
        } catch (IOException e) {
            throw exchange.broken(e);
        }
    }

    /** Asks for the version of the schema: another connection, also of another program, may have changed it. */
    long schemaVersion() throws EngineException {
        return queryRow("PRAGMA schema_version", 1)[0] instanceof Long version ? version : 0;
    }

    @Override
    public void executeScript(String sql) throws EngineException {
        if (!ServerStatement.of(sql).givesRows()) {
            counts.ran(result(new Request(Request.EXEC_SQL).word(database).text(sql)));
            return;
        }
        try (EngineStatement statement = prepare(sql)) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            boolean more = statement.execute(NO_VALUES);
            while (more) {
                more = statement.fetch(64, rows);
                rows.clear();
            }
        }
    }

    int database() {
        return database;
    }

    void execute(DqliteStatement statement, @Nullable Object[] values) throws EngineException {
        Answer answer = flight.isNext(statement, values) ? take() : null;
        counts.ran(answer == null ? result(statement.request(values)) : answer);
    }

    /** Returns the answer to the statement that is next, if it was sent ahead, or null. */
    private @Nullable Answer take() throws EngineException {
        try {
            return flight.take();
        } catch (EngineException e) {
            transaction.mayHaveEnded();
            counts.undone();
            if (Failures.isCheckpoint(e)) {
                // Statements behind it may have run: it cannot run again in its place.
                rollbackIfOpen();
            }
            throw e;
        }
    }

    RowsOfQuery query(DqliteStatement statement, @Nullable Object[] values) throws EngineException {
        if (flight.isNext(statement, values)) {
            take();
        }
        return rows(statement.request(values));
    }

    @Override
    public boolean wantsAnnouncements() {
        return true;
    }

    @Override
    public void announce(List<EngineRun> runs) throws EngineException {
        long ahead = runs.stream()
                .filter(run -> ((DqliteStatement) run.statement()).mayBeSentAhead())
                .count();
        if (ahead < LEAST_AHEAD || flight.size() > 0 || schemaMayEndTransaction()) {
            return;
        }
        // Once statements were sent, the rowid before them cannot be asked for any more.
        counts.lastInsertRowid();
        flight.announce(runs);
    }

    /** Asks each time, in the transaction: another program may have changed the schema before. */
    private boolean schemaMayEndTransaction() throws EngineException {
        return !Long.valueOf(0).equals(queryRow(FIND_ENDING, 1)[0]);
    }

    @Override
    public int announced() {
        return flight.size();
    }

    @Override
    public Strays forgetAnnounced() {
        if (flight.size() == 0) {
            return Strays.NONE;
        }
        Strays strays = strays();
        flight.clear();
        return strays;
    }

    private Strays strays() {
        if (flight.isLost()) {
            return flight.strays(false);
        }
        try {
            return isOpenBehindAnswers() ? Strays.NONE : flight.strays(true);
        } catch (EngineException e) {
            return flight.strays(false);
        }
    }

    private boolean isOpenBehindAnswers() throws EngineException {
        flight.land();
        if (flight.holdsFailure()) {
            transaction.mayHaveEnded();
        }
        return transaction.isOpen();
    }

    private void rollbackIfOpen() {
        if (transaction.rollbackIfOpen()) {
            flight.clear();
        }
    }

    private Answer result(Request request) throws EngineException {
        try {
            return exchange.run(request, Answer.RESULT, whenBusy);
        } catch (EngineException e) {
            failed();
            throw e;
        }
    }

    private RowsOfQuery rows(Request request) throws EngineException {
        counts.forget();
        try {
            return exchange.query(request, whenBusy);
        } catch (EngineException e) {
            failed();
            throw e;
        }
    }

    private void failed() {
        flight.hold();
        transaction.mayHaveEnded();
        counts.forget();
    }

    private @Nullable Object[] queryRow(String sql, int columns) throws EngineException {
        RowsOfQuery rows =
                exchange.query(new Request(Request.QUERY_SQL).word(database).text(sql), whenBusy);
        if (rows.columns().size() != columns || !rows.hasRow()) {
            throw exchange.broken(new WireException("the server answered a question without a row"));
        }
        @Nullable Object[] row = rows.next();
        rows.abandon();
        return row;
    }

    /** Runs a statement that controls the transaction. Only the answer timeout ends the wait: a COMMIT that is sent cannot be taken back. */
    private void executeControl(String sql) throws EngineException {
        exchange.ask(new Request(Request.EXEC_SQL).word(database).text(sql), Answer.RESULT);
    }

    @Override
    public void begin(BeginMode mode) throws EngineException {
        for (int attempts = 0; ; attempts++) {
            try {
                transaction.begin(mode);
                return;
            } catch (EngineException e) {
                if (e.primaryCode() != ResultCode.BUSY || !whenBusy.test(attempts)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void commit() throws EngineException {
        if (flight.size() > 0) {
            throw new EngineException(ResultCode.MISUSE, "statements that were sent have not been executed");
        }
        transaction.commit();
    }

    @Override
    public void rollback() throws EngineException {
        transaction.rollback();
        flight.clear();
        counts.forget();
    }

    @Override
    public boolean inTransaction() throws EngineException {
        return transaction.isOpen();
    }

    @Override
    public void onProgress(int steps, BooleanSupplier stop) {
        exchange.stopIf(stop);
    }

    @Override
    public long changes() throws EngineException {
        return counts.changes();
    }

    @Override
    public long totalChanges() throws EngineException {
        return counts.totalChanges();
    }

    @Override
    public long lastInsertRowid() throws EngineException {
        return counts.lastInsertRowid();
    }

    @Override
    public boolean watchInserts(@Nullable String table) throws EngineException {
        return counts.watchInserts(table != null);
    }

    void finalizeStatement(int statement) {
        exchange.askLater(new Request(Request.FINALIZE).halves(database, statement));
    }

    @Override
    public void createFunction(EngineFunction function) throws EngineException {
        throw refused("a function", Ability.FUNCTIONS);
    }

    @Override
    public void removeFunction(String name, int arguments) throws EngineException {
        throw refused("a function", Ability.FUNCTIONS);
    }

    @Override
    public void createCollation(String name, Comparator<String> order) throws EngineException {
        throw refused("a collation", Ability.FUNCTIONS);
    }

    @Override
    public void removeCollation(String name) throws EngineException {
        throw refused("a collation", Ability.FUNCTIONS);
    }

    @Override
    public void replaceBy(Path file, BooleanSupplier stop) throws EngineException {
        throw refused("the content of a file", Ability.BACKUP);
    }

    @Override
    public void loadExtension(Path file, @Nullable String entryPoint) throws EngineException {
        throw refusedOption("an extension");
    }

    @Override
    public int limit(int number, int value) throws EngineException {
        throw refusedOption("a limit");
    }

    @Override
    public UnsupportedOperationException missing(Ability ability) {
        return ability.missing("is not there in a dqlite cluster");
    }

    private static EngineException refused(String what, Ability ability) {
        return new EngineException(
                ResultCode.ERROR, "the servers of a cluster take " + what + " from no client" + ability.explanation());
    }

    private static EngineException refusedOption(String what) {
        return new EngineException(ResultCode.ERROR, "the servers of a cluster take " + what + " from no client");
    }

    @Override
    public void close() {
        exchange.close();
    }
}
