package io.asyncsqlite.internal.connection;

import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.sql.InsertTarget;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.StatementKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the rowid that a statement has inserted. SQLite tells only the latest rowid that its connection has inserted, also after a statement that
 * inserted none. Worker thread only.
 *
 * <p>A rowid that differs from the one before the statement is its own. The statement may also have inserted the same rowid again, into another
 * table: then the schema tells whether the table has rowids. A statement with DO UPDATE is watched while it runs.
 *
 * @see <a href="https://www.sqlite.org/c3ref/last_insert_rowid.html">sqlite3_last_insert_rowid</a>
 */
final class InsertedRowid {

    private static final String VERSION = "PRAGMA main.schema_version";
    private static final String TABLES =
            "SELECT schema, wr FROM pragma_table_list(?1) WHERE ?2 IS NULL OR schema = ?2 COLLATE NOCASE";

    private final EngineConnection engine;
    private final UserHooks hooks;
    private @Nullable EngineStatement version;
    private @Nullable EngineStatement tables;

    private long latest;
    private boolean latestIsKnown;
    private boolean running;
    private boolean watching;

    private final Map<InsertTarget, Boolean> haveRowids = new HashMap<>();
    private @Nullable Object schemaVersion;

    InsertedRowid(EngineConnection engine, UserHooks hooks) {
        this.engine = engine;
        this.hooks = hooks;
    }

    /** Notes that a statement is about to run. */
    void starts(SqlStatement statement) throws EngineException {
        InsertTarget target = statement.target();
        if (target == null) {
            if (!statement.changesRows() && statement.kind() != StatementKind.READ) {
                forgetSchema();
            }
            return;
        }
        latestIsKnown &= !running;
        running = true;
        if (watching || target.updates()) {
            watching = target.updates();
            engine.watchInserts(watching ? target.table() : null);
        }
    }

    /** Notes that statements are about to run whose rowids are not asked for. */
    void forget() throws EngineException {
        latestIsKnown = false;
        if (watching) {
            watching = false;
            engine.watchInserts(null);
        }
    }

    /** Notes that statements are about to run that may change the schema. */
    void forgetSchema() throws EngineException {
        forget();
        haveRowids.clear();
    }

    /** Returns the rowid that a statement inserted last, which has just ended and has changed rows; 0 if it inserted none. */
    long of(InsertTarget target) throws EngineException {
        long rowid = engine.lastInsertRowid();
        boolean changed = latestIsKnown && rowid != latest;
        latest = rowid;
        latestIsKnown = true;
        running = false;
        if (watching) {
            watching = false;
            return engine.watchInserts(null) ? rowid : 0;
        }
        return changed || hasRowids(target) ? rowid : 0;
    }

    private boolean hasRowids(InsertTarget target) throws EngineException {
        hooks.suspend(true);
        try {
            Object now = versionNow();
            if (!now.equals(schemaVersion)) {
                haveRowids.clear();
                schemaVersion = now;
            }
            Boolean known = haveRowids.get(target);
            return known != null ? known : look(target);
        } finally {
            hooks.suspend(false);
        }
    }

    private Object versionNow() throws EngineException {
        if (version == null) {
            version = engine.prepare(VERSION);
        }
        return String.valueOf(rows(version, new Object[0]).get(0)[0]);
    }

    private boolean look(InsertTarget target) throws EngineException {
        if (tables == null) {
            tables = engine.prepare(TABLES);
        }
        @Nullable Object @Nullable [] found = null;
        for (@Nullable Object[] table : rows(tables, new @Nullable Object[] {target.table(), target.schema()})) {
            // Without a schema SQLite takes the temporary table first, then that of the file.
            found = found == null || "temp".equals(table[0]) ? table : found;
        }
        boolean hasRowids = found == null || !Long.valueOf(1).equals(found[1]);
        if (found != null && ("main".equals(found[0]) || "temp".equals(found[0]))) {
            // The version covers the file, and statements of this connection the temporary tables.
            haveRowids.put(target, hasRowids);
        }
        return hasRowids;
    }

    private static List<@Nullable Object[]> rows(EngineStatement statement, @Nullable Object[] values)
            throws EngineException {
        try {
            List<@Nullable Object[]> rows = new ArrayList<>(1);
            boolean more = statement.execute(values);
            while (more) {
                more = statement.fetch(64, rows);
            }
            return rows;
        } finally {
            statement.reset();
        }
    }
}
