package io.asyncsqlite.dqlite;

import io.asyncsqlite.ResultCode;
import io.asyncsqlite.internal.engine.Ability;
import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineFunction;
import io.asyncsqlite.internal.engine.EngineStatement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** One connection to a database on the leader of a cluster, with its transaction. */
final class DqliteConnection implements EngineConnection {

    private static final Object[] NO_VALUES = {};

    private final Exchange exchange;
    private final int database;
    private final IntPredicate whenBusy;
    private final ServerTransaction transaction;
    private final ChangeCounts counts;

    private DqliteConnection(Exchange exchange, int database, IntPredicate whenBusy) {
        this.exchange = exchange;
        this.database = database;
        this.whenBusy = whenBusy;
        this.transaction = new ServerTransaction(this::executeControl);
        this.counts = new ChangeCounts(this::queryRow);
        exchange.onStopped(transaction::rollbackIfOpen);
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
        boolean rows = ServerStatement.of(sql).givesRows();
        Answer answer = exchange.ask(new Request(Request.PREPARE).word(database).text(sql), Answer.STATEMENT);
        try {
            int id = answer.halves()[1];
            return new DqliteStatement(this, id, (int) answer.word(), rows);
        } catch (IOException e) {
            throw exchange.broken(e);
        }
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

    void execute(int statement, @Nullable Object[] values) throws EngineException {
        counts.ran(result(new Request(Request.EXEC).halves(database, statement).values(values)));
    }

    RowsOfQuery query(int statement, @Nullable Object[] values) throws EngineException {
        return rows(new Request(Request.QUERY).halves(database, statement).values(values));
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
        transaction.commit();
    }

    @Override
    public void rollback() throws EngineException {
        transaction.rollback();
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
