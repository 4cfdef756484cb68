package io.asyncsqlite.internal.engine;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * One connection of sqlite-jdbc, used through its {@link DB}.
 *
 * <p>The driver believes for the whole life of the connection that it is inside a transaction of its own, which keeps it from
 * adding BEGIN and COMMIT to every statement. Transactions are our own prepared statements.
 */
final class JniConnection implements EngineConnection {

    private final SQLiteConnection connection;
    private final DB db;
    private final Charset encoding;
    private final Map<BeginMode, JniStatement> begins = new EnumMap<>(BeginMode.class);
    private final JniStatement commit;
    private final JniStatement rollback;
    private final JniStatement lastInsertRowid;
    private final JniStatement schemaVersion;
    private final boolean readOnly;
    private int nonReads;

    JniConnection(SQLiteConnection connection, boolean readOnly) throws EngineException, SQLException {
        this.connection = connection;
        this.readOnly = readOnly;
        this.db = connection.getDatabase();
        connection.setAutoCommit(false);
        db._exec("COMMIT");
        this.encoding = readEncoding();
        for (BeginMode mode : BeginMode.values()) {
            begins.put(mode, prepare("BEGIN " + mode));
        }
        this.commit = prepare("COMMIT");
        this.rollback = prepare("ROLLBACK");
        this.lastInsertRowid = prepare("SELECT last_insert_rowid()");
        this.schemaVersion = prepare("PRAGMA main.schema_version");
    }

    /**
     * Returns the cache key for the columns of a running statement, or null if there is none. As long as the key stays equal, the
     * columns stay the same.
     *
     * <p>The key has two parts: the schema version, and the number of non-SELECT statements that this connection has run. The
     * version is read in the transaction of the running statement, so it is the one that SQLite has checked. It does not cover
     * temporary tables and settings of this connection; these change only by non-SELECT statements. Nor does it cover attached
     * files; a connection that only reads has none.
     *
     * @see <a href="https://www.sqlite.org/pragma.html#pragma_schema_version">PRAGMA schema_version</a>
     */
    @Nullable
    Schema schema() throws EngineException {
        return readOnly ? new Schema(schemaVersion.runToLong(), nonReads) : null;
    }

    /**
     * The schema version and the number of non-SELECT statements run, which may have changed things that the version does not
     * cover.
     */
    record Schema(long version, int nonReads) {}

    /** Counts a non-SELECT statement that runs. */
    void countNonRead() {
        nonReads++;
    }

    @Override
    public JniStatement prepare(String sql) throws EngineException {
        return prepare(sql, encoding);
    }

    private JniStatement prepare(String sql, Charset encoding) throws EngineException {
        try {
            PreparedStatement statement = connection.prepareStatement(sql);
            return new JniStatement(
                    this,
                    sql,
                    db,
                    (CoreStatement) statement,
                    statement.getParameterMetaData().getParameterCount(),
                    encoding);
        } catch (SQLException e) {
            throw JniErrors.translate(e);
        }
    }

    @Override
    public void executeScript(String sql) throws EngineException {
        countNonRead();
        try {
            db._exec(sql);
        } catch (SQLException e) {
            throw JniErrors.translate(e);
        }
    }

    @Override
    public void begin(BeginMode mode) throws EngineException {
        Objects.requireNonNull(begins.get(mode)).run();
    }

    @Override
    public void commit() throws EngineException {
        commit.run();
    }

    @Override
    public void rollback() throws EngineException {
        rollback.run();
    }

    /**
     * Tries a BEGIN, because the driver has no {@code sqlite3_get_autocommit}. BEGIN inside a transaction fails and has no
     * effect.
     */
    @Override
    public boolean inTransaction() throws EngineException {
        try {
            begin(BeginMode.DEFERRED);
        } catch (EngineException e) {
            if (e.code() == Codes.SQLITE_ERROR) {
                return true;
            }
            throw e;
        }
        rollback.run();
        return false;
    }

    @Override
    public void onProgress(int steps, BooleanSupplier stop) throws EngineException {
        try {
            db.register_progress_handler(steps, question(stop));
        } catch (SQLException e) {
            throw JniErrors.translate(e);
        }
    }

    @Override
    public long changes() throws EngineException {
        try {
            return db.changes();
        } catch (SQLException e) {
            throw JniErrors.translate(e);
        }
    }

    @Override
    public long lastInsertRowid() throws EngineException {
        return lastInsertRowid.runToLong();
    }

    @Override
    public void close() throws EngineException {
        try {
            // The driver finalizes every statement first, its own and ours.
            connection.close();
        } catch (SQLException e) {
            throw JniErrors.translate(e);
        }
    }

    /** Returns how every TEXT of this connection is encoded: UTF-8, UTF-16le or UTF-16be. */
    private Charset readEncoding() throws EngineException {
        JniStatement statement = prepare("PRAGMA encoding", StandardCharsets.UTF_8);
        try {
            return Charset.forName(statement.runToText());
        } finally {
            statement.close();
        }
    }

    /** Static, so that nothing in it refers to the connection. */
    private static ProgressHandler question(BooleanSupplier stop) {
        return new ProgressHandler() {
            @Override
            protected int progress() {
                try {
                    return stop.getAsBoolean() ? 1 : 0;
                } catch (Throwable e) {
                    // An exception would stay pending in native code, and the statement would run on.
                    return 1;
                }
            }
        };
    }
}
