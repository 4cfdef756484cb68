package io.asyncsqlite.internal.connection;

import io.asyncsqlite.RefusedRow;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Columns;
import io.asyncsqlite.internal.statement.Rows;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs one compiled statement with one set of values after the other, and adds up what they give. Worker thread only. */
public final class BatchRun {

    private static final int FETCHED = 64;

    private final BoundStatement bound;
    private final int limit;
    private final @Nullable List<RefusedRow> refused;
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private Columns columns = Columns.NONE;
    private long changes;
    private int runs;

    /**
     * Makes a run.
     *
     * @param limit how many rows to keep; further ones are dropped
     * @param refused where to add sets of values that SQLite refuses; null if such a set ends the batch
     */
    public BatchRun(BoundStatement bound, int limit, @Nullable List<RefusedRow> refused) {
        this.bound = bound;
        this.limit = limit;
        this.refused = refused;
    }

    /**
     * Runs the statement to its end, or notes that SQLite refused the values, unless it has ended the transaction because of them.
     *
     * @return whether SQLite refused the values, after which the statement may be closed
     */
    boolean skips(EngineStatement compiled, @Nullable Object[] values, TransactionControl transaction)
            throws EngineException {
        try {
            run(compiled, values);
            return false;
        } catch (EngineException e) {
            if (refused == null || !isAboutValues(e) || !transaction.isOpen()) {
                throw e;
            }
            refused.add(new RefusedRow(runs, new ResultCode(e.code()), String.valueOf(e.getMessage())));
            return true;
        }
    }

    private void run(EngineStatement compiled, @Nullable Object[] values) throws EngineException {
        boolean row = compiled.execute(values);
        if (row && rows.isEmpty() && limit > 0) {
            columns = Columns.of(compiled, bound.withDeclaredTypes());
        }
        while (row) {
            int room = limit - rows.size();
            row = room > 0
                    ? compiled.fetch(Math.min(room, FETCHED), rows)
                    : compiled.fetch(FETCHED, new ArrayList<>(FETCHED));
        }
    }

    /** Tells whether other values may succeed. SQLITE_ERROR at run time comes from functions of SQL, as for malformed JSON. */
    private static boolean isAboutValues(EngineException e) {
        return switch (e.primaryCode()) {
            case ResultCode.CONSTRAINT, ResultCode.MISMATCH, ResultCode.TOOBIG -> true;
            // What a function of the user threw is its cause, and is no matter of a row.
            case ResultCode.ERROR -> e.getCause() == null;
            default -> false;
        };
    }

    /** Notes what the run that has ended changed. */
    void changed(long more) {
        changes += more;
        runs++;
    }

    /** Returns how many rows the runs have changed. */
    long changes() {
        return changes;
    }

    /** Returns how many runs have ended. */
    int runs() {
        return runs;
    }

    /** Returns what the runs gave. No single rowid stands for several rows. */
    WrittenRows result() {
        return new WrittenRows(new Rows(columns, rows), new WriteResult(changes, 0));
    }
}
