package io.asyncsqlite.dqlite;

import io.asyncsqlite.internal.engine.EngineException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What the statements of one connection have changed. The answer of a statement tells it, but for those that give rows: then the server is asked. */
final class ChangeCounts {

    private static final String QUESTION = "SELECT changes(), last_insert_rowid(), total_changes()";

    /** Asks the server for a row of so many columns. */
    interface Query {

        @Nullable
        Object[] row(String sql, int columns) throws EngineException;
    }

    private final Query query;
    private boolean known;
    private boolean knownToBeNone;
    private boolean watchesUnknown;
    private long changes;
    private long rowid;
    private long rowidWhenWatched;

    ChangeCounts(Query query) {
        this.query = query;
    }

    /** Notes the answer of a statement without rows. */
    void ran(Answer result) {
        try {
            rowid = result.word();
            changes = result.word();
            known = true;
            knownToBeNone = false;
        } catch (IOException e) {
            known = false;
        }
    }

    /** Notes that the last answer told nothing. */
    void forget() {
        known = false;
        knownToBeNone = false;
    }

    /** Notes that a statement has failed and was undone, behind which others have run already. */
    void undone() {
        known = false;
        knownToBeNone = true;
    }

    long changes() throws EngineException {
        if (knownToBeNone) {
            return 0;
        }
        if (!known) {
            ask();
        }
        return changes;
    }

    long lastInsertRowid() throws EngineException {
        if (!known) {
            ask();
        }
        return rowid;
    }

    long totalChanges() throws EngineException {
        return ask();
    }

    private long ask() throws EngineException {
        @Nullable Object[] row = query.row(QUESTION, 3);
        changes = number(row[0]);
        rowid = number(row[1]);
        known = true;
        knownToBeNone = false;
        return number(row[2]);
    }

    private static long number(@Nullable Object value) {
        return value instanceof Long number ? number : 0;
    }

    /**
     * Tells whether the last rowid has changed since the last call, in place of a hook, which a server has not. A row that was inserted under the same
     * rowid as the row before goes unnoticed, and so does one after a statement that failed, if others have run behind that already.
     */
    boolean watchInserts(boolean goesOn) throws EngineException {
        if (knownToBeNone || watchesUnknown) {
            watchesUnknown = goesOn;
            return false;
        }
        long now = lastInsertRowid();
        boolean inserted = now != rowidWhenWatched;
        if (goesOn) {
            rowidWhenWatched = now;
        }
        return inserted;
    }
}
