package io.asyncsqlite.internal.engine;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteUpdateListener;
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

    private static final String MAIN = "main";
    /** A step that copies all. */
    private static final int ALL_PAGES = -1;

    private final SQLiteConnection connection;
    private final DB db;
    private final Charset encoding;
    private final Map<BeginMode, JniStatement> begins = new EnumMap<>(BeginMode.class);
    private final JniStatement commit;
    private final JniStatement rollback;
    private final JniStatement lastInsertRowid;
    private final JniStatement schemaVersion;
    private final boolean readOnly;
    private final Inserts inserts = new Inserts();
    private final CallbackFailures failures = new CallbackFailures();
    private final JniFunctions functions;
    private int nonReads;
    private boolean attached;

    JniConnection(SQLiteConnection connection, boolean readOnly) throws EngineException, SQLException {
        this.connection = connection;
        this.readOnly = readOnly;
        this.db = connection.getDatabase();
        connection.setAutoCommit(false);
        db._exec("COMMIT");
        this.encoding = readEncoding();
        this.functions = new JniFunctions(connection, encoding, failures);
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
     * files; a connection that has one has no key.
     *
     * @see <a href="https://www.sqlite.org/pragma.html#pragma_schema_version">PRAGMA schema_version</a>
     */
    @Nullable
    Schema schema() throws EngineException {
        return readOnly && !attached ? new Schema(schemaVersion.runToLong(), nonReads) : null;
    }

    @Override
    public void attach(String uri, String schema) throws EngineException {
        attached = true;
        EngineConnection.super.attach(uri, schema);
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
            throw failure(e, false);
        }
    }

    @Override
    public void executeScript(String sql) throws EngineException {
        countNonRead();
        try {
            db._exec(sql);
        } catch (SQLException e) {
            throw failure(e, true);
        }
        checkComparisons(true);
    }

    /** Returns the failure of a step, with what a callback has thrown in it. */
    EngineException failure(SQLException e, boolean mayWrite) {
        return failures.isPending() ? comparisonFailed(mayWrite) : failures.explain(JniErrors.translate(e));
    }

    boolean hasComparisonFailed() {
        return failures.isPending();
    }

    /** Throws if a comparison has failed in the step that was just made. */
    private void checkComparisons(boolean mayWrite) throws EngineException {
        if (failures.isPending()) {
            throw comparisonFailed(mayWrite);
        }
    }

    /** Returns the failure of a comparison, after a rollback of what may have been written in a wrong order. The statement was reset. */
    EngineException comparisonFailed(boolean mayWrite) {
        EngineException failure = failures.takePending();
        try {
            if (mayWrite && inTransaction()) {
                rollback();
            }
        } catch (EngineException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    @Override
    public void createFunction(EngineFunction function) throws EngineException {
        functions.create(function);
    }

    @Override
    public void removeFunction(String name, int arguments) throws EngineException {
        functions.remove(name, arguments);
    }

    @Override
    public void createCollation(String name, Comparator<String> order) throws EngineException {
        functions.createCollation(name, order);
    }

    @Override
    public void removeCollation(String name) throws EngineException {
        functions.removeCollation(name);
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
            db.register_progress_handler(steps, question(() -> failures.isPending() || stop.getAsBoolean()));
        } catch (SQLException e) {
            throw JniErrors.translate(e);
        }
    }

    @Override
    public void loadExtension(Path file, @Nullable String entryPoint) throws EngineException {
        try {
            db.enable_load_extension(true);
            try (EngineStatement load =
                    prepare(entryPoint == null ? "SELECT load_extension(?1)" : "SELECT load_extension(?1, ?2)")) {
                load.execute(
                        entryPoint == null
                                ? new Object[] {file.toString()}
                                : new Object[] {file.toString(), entryPoint});
            } finally {
                db.enable_load_extension(false);
            }
        } catch (SQLException e) {
            throw JniErrors.translate(e);
        }
    }

    @Override
    public int limit(int number, int value) throws EngineException {
        try {
            return db.limit(number, value);
        } catch (SQLException e) {
            throw JniErrors.translate(e);
        }
    }

    @Override
    public void replaceBy(Path file, BooleanSupplier stop) throws EngineException {
        if (stop.getAsBoolean()) {
            throw new EngineException(Codes.SQLITE_INTERRUPT, "interrupted");
        }
        long before = schemaVersion.runToLong();
        int code;
        String message;
        try {
            code = db.restore(MAIN, JniEngine.immutable(file), null, 0, 0, ALL_PAGES);
            message = lastMessage();
        } catch (SQLException e) {
            throw JniErrors.translate(e);
        }
        if (code != Codes.SQLITE_OK) {
            throw new EngineException(code, "SQLite refused to copy the content");
        }
        // The driver returns the code of the file. Of this connection it tells the message, and SQLite raises the
        // version with a copy.
        if (schemaVersion.runToLong() == before) {
            throw new EngineException(JniErrors.codeOf(message), message);
        }
    }

    /** Returns SQLite's message about the call before. */
    private String lastMessage() {
        try {
            db.throwex(Codes.SQLITE_ERROR);
            return "";
        } catch (SQLException told) {
            return String.valueOf(JniErrors.translate(told).getMessage());
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
    public long totalChanges() throws EngineException {
        try {
            return db.total_changes();
        } catch (SQLException e) {
            throw JniErrors.translate(e);
        }
    }

    @Override
    public long lastInsertRowid() throws EngineException {
        return lastInsertRowid.runToLong();
    }

    @Override
    public boolean watchInserts(@Nullable String table) {
        boolean seen = inserts.seen;
        inserts.seen = false;
        inserts.table = table;
        if (table == null) {
            connection.removeUpdateListener(inserts);
        } else {
            connection.addUpdateListener(inserts);
        }
        return seen;
    }

    /** Static, so that nothing in it refers to the connection. */
    private static final class Inserts implements SQLiteUpdateListener {

        private @Nullable String table;
        private boolean seen;

        @Override
        public void onUpdate(Type type, String database, String changed, long rowid) {
            seen |= type == Type.INSERT && changed.equalsIgnoreCase(table);
        }
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
