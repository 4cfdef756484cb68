package io.asyncsqlite.internal.engine;

import static org.sqlite.core.Codes.SQLITE_BLOB;
import static org.sqlite.core.Codes.SQLITE_DONE;
import static org.sqlite.core.Codes.SQLITE_FLOAT;
import static org.sqlite.core.Codes.SQLITE_INTEGER;
import static org.sqlite.core.Codes.SQLITE_ROW;
import static org.sqlite.core.Codes.SQLITE_TEXT;

import java.nio.charset.Charset;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;
import org.sqlite.core.SafeStmtPtr.SafePtrFunction;

/** One prepared statement of sqlite-jdbc, stepped through the driver's native interface. */
final class JniStatement implements EngineStatement, KeptColumns.Source {

    private static final byte[] NO_BYTES = {};

    /** Statements that begin with one of these words can change rows, but neither tables nor settings. */
    private static final Pattern READ = Pattern.compile("\\s*(SELECT|WITH|VALUES)\\b", Pattern.CASE_INSENSITIVE);

    private final JniConnection connection;
    private final boolean merelyReads;
    private final boolean mayWrite;
    private final DB db;
    private final CoreStatement statement;
    private final int parameterCount;
    private final Charset encoding;
    private final KeptColumns columns = new KeptColumns(this);
    private boolean running;
    private boolean bound;
    private boolean askedForSchema;
    private JniConnection.@Nullable Schema schema;

    JniStatement(
            JniConnection connection,
            String sql,
            DB db,
            CoreStatement statement,
            int parameterCount,
            Charset encoding) {
        this.connection = connection;
        Matcher read = READ.matcher(sql);
        this.merelyReads = read.lookingAt();
        this.mayWrite = !merelyReads || read.group(1).equalsIgnoreCase("WITH");
        this.db = db;
        this.statement = statement;
        this.parameterCount = parameterCount;
        this.encoding = encoding;
    }

    @Override
    public int parameterCount() {
        return parameterCount;
    }

    @Override
    public List<String> columnNames() throws EngineException {
        return columns.names(schemaOfRun());
    }

    @Override
    public List<@Nullable String> declaredTypes() throws EngineException {
        return columns.types(schemaOfRun());
    }

    /**
     * Reads the schema once in a run, which costs less than reading names and types. Returns null if there is no row, because
     * then no transaction is open.
     */
    private JniConnection.@Nullable Schema schemaOfRun() throws EngineException {
        if (!running) {
            return null;
        }
        if (!askedForSchema) {
            schema = connection.schema();
            askedForSchema = true;
        }
        return schema;
    }

    @Override
    public List<String> readColumnNames() throws EngineException {
        try {
            String[] names = statement.pointer.safeRun(DB::column_names);
            return names == null ? List.of() : List.of(names);
        } catch (SQLException e) {
            throw JniErrors.translate(e);
        }
    }

    @Override
    public List<@Nullable String> readDeclaredTypes() throws EngineException {
        try {
            return statement.pointer.safeRun(JniStatement::declaredTypes);
        } catch (SQLException e) {
            throw JniErrors.translate(e);
        }
    }

    private static List<@Nullable String> declaredTypes(DB database, long pointer) throws SQLException {
        int columns = database.column_count(pointer);
        List<@Nullable String> types = new ArrayList<>(columns);
        for (int i = 0; i < columns; i++) {
            types.add(database.column_decltype(pointer, i));
        }
        return types;
    }

    @Override
    public boolean execute(@Nullable Object[] values) throws EngineException {
        askedForSchema = false;
        if (!merelyReads) {
            connection.countNonRead();
        }
        try {
            running = true;
            bound = parameterCount > 0;
            @Nullable Object @Nullable [] binding = bound ? values : null;
            boolean row = db.execute(statement, binding);
            if (!row) {
                // The driver has reset a statement that is done.
                running = false;
            }
            checkComparisons();
            return row;
        } catch (SQLException e) {
            reset();
            throw connection.failure(e, mayWrite);
        }
    }

    /** Throws if a comparison has failed in a step that SQLite has finished. */
    private void checkComparisons() throws EngineException {
        if (connection.hasComparisonFailed()) {
            reset();
            throw connection.comparisonFailed(mayWrite);
        }
    }

    @Override
    public boolean fetch(int maxRows, List<@Nullable Object[]> sink) throws EngineException {
        try {
            boolean more =
                    statement.pointer.safeRunInt((database, pointer) -> fetch(pointer, maxRows, sink)) == SQLITE_ROW;
            checkComparisons();
            return more;
        } catch (SQLException e) {
            reset();
            throw connection.failure(e, mayWrite);
        }
    }

    /** Runs a statement without parameters or rows. Unlike {@link #execute} an error leaves it usable. */
    void run() throws EngineException {
        runOnce((database, pointer) -> true);
    }

    /** Runs a statement that gives one integer. */
    long runToLong() throws EngineException {
        return runOnce((database, pointer) -> database.column_long(pointer, 0));
    }

    /** Runs a statement that gives one text. */
    String runToText() throws EngineException {
        return runOnce((database, pointer) -> database.column_text(pointer, 0));
    }

    private <T> T runOnce(SafePtrFunction<T, SQLException> result) throws EngineException {
        try {
            return statement.pointer.safeRun((database, pointer) -> {
                try {
                    check(database.step(pointer));
                    return result.run(database, pointer);
                } finally {
                    database.reset(pointer);
                }
            });
        } catch (SQLException e) {
            throw JniErrors.translate(e);
        }
    }

    /** Runs under the driver's lock from the first row to the last, so that each call inside only re-enters it. */
    private int fetch(long pointer, int maxRows, List<@Nullable Object[]> sink) throws SQLException {
        int columns = db.column_count(pointer);
        int code = SQLITE_ROW;
        for (int i = 0; i < maxRows && code == SQLITE_ROW; i++) {
            sink.add(row(pointer, columns));
            code = check(db.step(pointer));
        }
        if (code == SQLITE_DONE) {
            db.reset(pointer);
            running = false;
        }
        return code;
    }

    private @Nullable Object[] row(long pointer, int columns) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[columns];
        for (int i = 0; i < columns; i++) {
            values[i] = value(pointer, i);
        }
        return values;
    }

    private @Nullable Object value(long pointer, int column) throws SQLException {
        return switch (db.column_type(pointer, column)) {
            case SQLITE_INTEGER -> db.column_long(pointer, column);
            case SQLITE_FLOAT -> db.column_double(pointer, column);
            case SQLITE_TEXT -> text(bytes(pointer, column));
            case SQLITE_BLOB -> bytes(pointer, column);
            default -> null;
        };
    }

    private Object text(byte[] bytes) {
        return MalformedText.orText(bytes, bytes.length, encoding);
    }

    /** Returns the bytes of a BLOB, or of a TEXT in the encoding that it has. */
    private byte[] bytes(long pointer, int column) throws SQLException {
        byte[] bytes = db.column_blob(pointer, column);
        // SQLite hands out a null pointer for a value of length zero.
        return bytes == null ? NO_BYTES : bytes;
    }

    private int check(int code) throws SQLException {
        if (code != SQLITE_ROW && code != SQLITE_DONE) {
            db.throwex(code);
        }
        return code;
    }

    @Override
    public void reset() {
        if ((!running && !bound) || isClosed()) {
            return;
        }
        try {
            statement.pointer.safeRunConsume(this::resetAndClear);
        } catch (SQLException e) {
            throw new IllegalStateException("statement cannot be reset", e);
        }
    }

    private void resetAndClear(DB database, long pointer) throws SQLException {
        if (running) {
            database.reset(pointer);
            running = false;
        }
        if (bound) {
            database.clear_bindings(pointer);
            bound = false;
        }
    }

    @Override
    public boolean isClosed() {
        return statement.pointer.isClosed();
    }

    @Override
    public void close() {
        try {
            statement.pointer.close();
        } catch (SQLException e) {
            throw new IllegalStateException("statement cannot be finalized", e);
        }
    }
}
