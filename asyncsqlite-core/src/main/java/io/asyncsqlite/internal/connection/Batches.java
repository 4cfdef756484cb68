package io.asyncsqlite.internal.connection;

import io.asyncsqlite.internal.change.TransactionChanges;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.statement.BoundStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs one statement with many sets of values. Worker thread only. */
final class Batches {

    private static final int ROWS_BETWEEN_QUESTIONS = 64;

    private final DatabaseConnection connection;
    private final EngineConnection engine;
    private final TransactionChanges changes;
    private final InsertedRowid insertedRowid;
    private final Announcements announcements;
    private final StatementFailures failures;

    Batches(
            DatabaseConnection connection,
            EngineConnection engine,
            TransactionChanges changes,
            InsertedRowid insertedRowid,
            Announcements announcements,
            StatementFailures failures) {
        this.connection = connection;
        this.engine = engine;
        this.changes = changes;
        this.insertedRowid = insertedRowid;
        this.announcements = announcements;
        this.failures = failures;
    }

    /** Runs a statement once for each set of values. If it fails, announced runs may be left: the savepoint undoes them. */
    WrittenRows run(BoundStatement bound, List<@Nullable Object[]> sets, BatchRun run) {
        String sql = bound.sql();
        EngineStatement compiled = connection.acquire(sql);
        changes.starts(bound.statement());
        try {
            insertedRowid.forget();
            announcements.announceAll(compiled, sets);
            for (@Nullable Object[] values : sets) {
                if (run.runs() % ROWS_BETWEEN_QUESTIONS == 0) {
                    connection.interrupter().checkStop(sql);
                }
                StatementChecks.checkCount(compiled, bound.statement(), values);
                if (run.skips(compiled, values, connection.transaction()) && compiled.isClosed()) {
                    compiled = connection.acquire(sql);
                }
                run.changed(bound.statement().changesRows() ? engine.changes() : 0);
            }
            changes.ranAll(run.changes());
            return run.result();
        } catch (EngineException e) {
            connection.transaction().statementFailed(e);
            throw failures.inBatch(e, sql, run.runs(), sets.size());
        } finally {
            connection.release(sql, compiled);
        }
    }
}
