package io.asyncsqlite.internal.engine;

import static org.sqlite.core.Codes.SQLITE_BLOB;
import static org.sqlite.core.Codes.SQLITE_DONE;
import static org.sqlite.core.Codes.SQLITE_FLOAT;
import static org.sqlite.core.Codes.SQLITE_INTEGER;
import static org.sqlite.core.Codes.SQLITE_ROW;
import static org.sqlite.core.Codes.SQLITE_TEXT;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.Codes;

/** One {@code sqlite3_stmt*}. */
final class ForeignStatement extends ForeignHandle implements EngineStatement, KeptColumns.Source {

    private static final byte[] NO_BYTES = {};

    private final int parameterCount;
    private final byte[] buffer;
    private final boolean writes;
    private final KeptColumns columns = new KeptColumns(this);

    /** The encoding of the texts of a run: all have that of the database at the start of the run. Null before the first text. */
    private @Nullable Charset encoding;

    private boolean atRow;
    private boolean bound;

    ForeignStatement(ForeignConnection connection, long pointer, byte[] buffer) {
        super(connection, pointer, "statement");
        this.buffer = buffer;
        this.parameterCount = Sqlite3.bindParameterCount(pointer);
        this.writes = !Sqlite3.stmtReadonly(pointer) && !Sqlite3.stmtIsexplain(pointer);
    }

    @Override
    public int parameterCount() {
        return parameterCount;
    }

    @Override
    public boolean isKnownToWrite() {
        return writes;
    }

    @Override
    public List<String> columnNames() throws EngineException {
        return columns.names(timesCompiledAnew());
    }

    @Override
    public List<@Nullable String> declaredTypes() throws EngineException {
        return columns.types(timesCompiledAnew());
    }

    /** Returns how often SQLite has compiled the statement anew. Only then do its columns change. */
    private int timesCompiledAnew() throws EngineException {
        use();
        return Sqlite3.timesCompiledAnew(pointer);
    }

    @Override
    public List<@Nullable String> readDeclaredTypes() {
        int columns = Values.columnCount(pointer);
        List<@Nullable String> types = new ArrayList<>(columns);
        for (int i = 0; i < columns; i++) {
            types.add(Sqlite3.columnDecltype(pointer, i));
        }
        return types;
    }

    @Override
    public List<String> readColumnNames() {
        String[] names = new String[Values.columnCount(pointer)];
        for (int i = 0; i < names.length; i++) {
            names[i] = Sqlite3.columnName(pointer, i);
        }
        return List.of(names);
    }

    @Override
    public boolean execute(@Nullable Object[] values) throws EngineException {
        use();
        if (values.length != parameterCount) {
            throw new IllegalArgumentException("needs " + parameterCount + " values, has " + values.length);
        }
        bind(values);
        return advance();
    }

    private void bind(@Nullable Object[] values) throws EngineException {
        for (int i = 0; i < values.length; i++) {
            bound = true;
            int code = bind(i + 1, values[i]);
            if (code != 0) {
                throw failed(code);
            }
        }
    }

    private int bind(int parameter, @Nullable Object value) {
        if (value == null) {
            return Values.bindNull(pointer, parameter);
        }
        if (value instanceof String text) {
            return Values.bindText(pointer, parameter, Native.utf8(text));
        }
        if (value instanceof Long number) {
            return Values.bindInt64(pointer, parameter, number);
        }
        if (value instanceof Double number) {
            return Values.bindDouble(pointer, parameter, number);
        }
        if (value instanceof byte[] bytes) {
            return Values.bindBlob(pointer, parameter, bytes);
        }
        throw new IllegalArgumentException(
                "no storage class for " + value.getClass().getName());
    }

    @Override
    public boolean fetch(int maxRows, List<@Nullable Object[]> sink) throws EngineException {
        use();
        if (!atRow) {
            throw new EngineException(Codes.SQLITE_MISUSE, "no row is there");
        }
        int columns = Values.columnCount(pointer);
        encoding = null;
        boolean more = true;
        for (int i = 0; i < maxRows && more; i++) {
            sink.add(row(columns));
            more = advance();
        }
        return more;
    }

    /** Makes a step. Returns whether it came to a row; else the statement is reset. */
    private boolean advance() throws EngineException {
        int code = Sqlite3.step(pointer);
        if (connection.hasComparisonFailed()) {
            end();
            clear();
            throw connection.stepFailed(code, writes);
        }
        if (code == SQLITE_ROW) {
            atRow = true;
            return true;
        }
        if (code != SQLITE_DONE) {
            throw failed(code);
        }
        end();
        return false;
    }

    /** Runs a statement without parameters or rows. */
    void run() throws EngineException {
        use();
        advance();
    }

    /** Reads SQLite's message before the reset. */
    private EngineException failed(int code) {
        EngineException failure = connection.failure(code);
        end();
        clear();
        return failure;
    }

    private void end() {
        Sqlite3.reset(pointer);
        atRow = false;
    }

    private void clear() {
        if (bound) {
            Sqlite3.clearBindings(pointer);
            bound = false;
        }
    }

    private @Nullable Object[] row(int columns) throws EngineException {
        @Nullable Object[] values = new @Nullable Object[columns];
        for (int i = 0; i < columns; i++) {
            values[i] = value(i);
        }
        return values;
    }

    private @Nullable Object value(int column) throws EngineException {
        return switch (Values.columnType(pointer, column)) {
            case SQLITE_INTEGER -> Values.columnInt64(pointer, column);
            case SQLITE_FLOAT -> Values.columnDouble(pointer, column);
            case SQLITE_TEXT -> text(column);
            case SQLITE_BLOB -> blob(column);
            default -> null;
        };
    }

    /** Reads the bytes where they are, in the encoding that they have: SQLite would first copy a text that has no NUL at its end. */
    private Object text(int column) throws EngineException {
        Charset known = encoding;
        if (known == null) {
            known = Values.encoding(pointer, column);
            encoding = known;
        }
        long address = Values.columnBytesOfText(pointer, column);
        int length = Values.columnBytes(pointer, column);
        // SQLite hands out no address for a text without bytes.
        if (address == 0 && length > 0) {
            throw failed(Codes.SQLITE_NOMEM);
        }
        return length == 0 ? "" : text(address, length, known);
    }

    private Object text(long address, int length, Charset charset) {
        byte[] bytes = length <= buffer.length ? buffer : new byte[length];
        Native.read(address, bytes, 0, length);
        return MalformedText.orText(bytes, length, charset);
    }

    private byte[] blob(int column) throws EngineException {
        long address = Values.columnBlob(pointer, column);
        // SQLite hands out no address for a blob without bytes.
        int length = Values.columnBytes(pointer, column) == 0 ? 0 : length(address, column);
        if (length == 0) {
            return NO_BYTES;
        }
        byte[] bytes = new byte[length];
        Native.read(address, bytes, 0, length);
        return bytes;
    }

    private int length(long address, int column) throws EngineException {
        if (address == 0) {
            throw failed(Codes.SQLITE_NOMEM);
        }
        return Values.columnBytes(pointer, column);
    }

    @Override
    public void reset() {
        if (isClosed() || (!atRow && !bound)) {
            return;
        }
        connection.checkThread();
        if (atRow) {
            end();
        }
        clear();
    }

    @Override
    void release() {
        Sqlite3.finish(pointer);
    }
}
