package io.asyncsqlite.internal.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.Codes;

/**
 * One {@code sqlite3*}.
 *
 * <p>A pointer reaches native code only while its object exists: each call checks {@link #use()} first, and all statements and
 * blobs are registered here and closed before the connection.
 */
final class ForeignConnection implements EngineConnection {

    private static final int DBCONFIG_DEFENSIVE = 1010;
    private static final int DBCONFIG_ENABLE_LOAD_EXTENSION = 1005;
    private static final int DBCONFIG_DQS_DML = 1013;
    private static final int DBCONFIG_DQS_DDL = 1014;
    private static final int OK = 0;
    private static final long BLOB_BUFFER = 64 * 1024;
    private static final int TEXT_LENGTH = 8 * 1024;

    private final long db;
    private final Thread owner = Thread.currentThread();
    private final Arena arena = Arena.ofConfined();
    private final Questions questions = new Questions(arena);
    private final Hooks hooks;
    private final CallbackFailures failures = new CallbackFailures();
    private final Functions functions;
    private final Set<ForeignHandle> handles = Collections.newSetFromMap(new IdentityHashMap<>());
    // Shared by the statements, of which only one runs at a time.
    private final byte[] buffer = new byte[TEXT_LENGTH];
    private final ForeignStatement begin;
    private final ForeignStatement beginImmediate;
    private final ForeignStatement beginExclusive;
    private final ForeignStatement commit;
    private final ForeignStatement rollback;
    private @Nullable MemorySegment blobBuffer;
    private boolean closed;

    ForeignConnection(long db, OpenRequest request) throws EngineException {
        this.db = db;
        this.hooks = new Hooks(db, questions);
        this.functions = new Functions(db, arena, questions, failures);
        try {
            Extension.limit(db);
            check(Sqlite3.busyHandler(db, questions.busy(request.whenBusy())));
            int strict = request.strict() ? 1 : 0;
            check(Sqlite3.dbConfig(db, DBCONFIG_DEFENSIVE, strict));
            check(Sqlite3.dbConfig(db, DBCONFIG_DQS_DML, 1 - strict));
            check(Sqlite3.dbConfig(db, DBCONFIG_DQS_DDL, 1 - strict));
            this.begin = prepare("BEGIN");
            this.beginImmediate = prepare("BEGIN IMMEDIATE");
            this.beginExclusive = prepare("BEGIN EXCLUSIVE");
            this.commit = prepare("COMMIT");
            this.rollback = prepare("ROLLBACK");
        } catch (Throwable e) {
            closeHandles();
            Sqlite3.busyHandler(db, MemorySegment.NULL);
            arena.close();
            throw e;
        }
    }

    /** Throws if the connection is closed, or the thread is not its own. */
    void use() throws EngineException {
        checkThread();
        if (closed) {
            throw new EngineException(Codes.SQLITE_MISUSE, "the connection is closed");
        }
    }

    void checkThread() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("the connection belongs to the thread '" + owner.getName() + "'");
        }
        if (questions.beingAsked()) {
            throw new IllegalStateException("the connection must not be used by what its statement asks");
        }
    }

    @Override
    public ForeignStatement prepare(String sql) throws EngineException {
        use();
        byte[] utf8 = encode(sql);
        long[] pointer = new long[1];
        int code = Sqlite3.prepare(db, utf8, pointer);
        if (code != OK) {
            throw failure(code).at(offset(utf8, Sqlite3.errorOffset(db)));
        }
        if (pointer[0] == 0) {
            throw new EngineException(Codes.SQLITE_MISUSE, "the text holds no statement");
        }
        return new ForeignStatement(this, pointer[0], buffer);
    }

    /** Encodes SQL text. Refuses NUL, which would cut the text off. */
    private static byte[] encode(String sql) {
        if (sql.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("text must not contain NUL");
        }
        return Native.utf8(sql);
    }

    private static int offset(byte[] utf8, int bytes) {
        return bytes < 0 ? -1 : new String(utf8, 0, bytes, StandardCharsets.UTF_8).length();
    }

    @Override
    public void executeScript(String sql) throws EngineException {
        use();
        int code = Sqlite3.exec(db, encode(sql));
        if (code != OK || failures.isPending()) {
            throw stepFailed(code, true);
        }
    }

    @Override
    public void begin(BeginMode mode) throws EngineException {
        switch (mode) {
            case DEFERRED -> begin.run();
            case IMMEDIATE -> beginImmediate.run();
            case EXCLUSIVE -> beginExclusive.run();
        }
    }

    @Override
    public void commit() throws EngineException {
        commit.run();
    }

    @Override
    public void rollback() throws EngineException {
        rollback.run();
    }

    @Override
    public boolean inTransaction() throws EngineException {
        use();
        return !Sqlite3.autocommit(db);
    }

    @Override
    public void onProgress(int steps, BooleanSupplier stop) throws EngineException {
        use();
        Sqlite3.progressHandler(db, steps, questions.progress(() -> failures.isPending() || stop.getAsBoolean()));
    }

    @Override
    public void onAuthorize(@Nullable AuthorizationQuestion question) throws EngineException {
        use();
        check(hooks.authorize(question));
    }

    @Override
    public void onTrace(@Nullable TraceListener listener) throws EngineException {
        use();
        check(hooks.trace(listener));
    }

    @Override
    public void createFunction(EngineFunction function) throws EngineException {
        use();
        check(functions.create(function, encode(function.name())));
    }

    @Override
    public void removeFunction(String name, int arguments) throws EngineException {
        use();
        check(functions.remove(encode(name), arguments));
    }

    @Override
    public void createCollation(String name, Comparator<String> order) throws EngineException {
        use();
        check(functions.createCollation(name, encode(name), order));
    }

    @Override
    public void removeCollation(String name) throws EngineException {
        use();
        check(functions.removeCollation(encode(name)));
    }

    @Override
    public EngineBlob openBlob(String database, String table, String column, long rowid, boolean writable)
            throws EngineException {
        if (writable && !inTransaction()) {
            throw new EngineException(Codes.SQLITE_MISUSE, "a blob is written in a transaction");
        }
        use();
        long[] pointer = new long[1];
        check(Blobs.open(db, encode(database), encode(table), encode(column), rowid, writable, pointer));
        return new ForeignBlob(this, pointer[0]);
    }

    @Override
    public EngineBackup backupTo(Path file) throws EngineException {
        use();
        return ForeignBackup.to(this, db, file);
    }

    @Override
    public EngineFile file() throws EngineException {
        use();
        return ForeignFile.of(this, db);
    }

    @Override
    public void loadExtension(Path file, @Nullable String entryPoint) throws EngineException {
        use();
        check(Sqlite3.dbConfig(db, DBCONFIG_ENABLE_LOAD_EXTENSION, 1));
        try {
            Libraries.load(db, encode(file.toString()), entryPoint == null ? null : encode(entryPoint));
        } finally {
            Sqlite3.dbConfig(db, DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
        }
    }

    @Override
    public int limit(int number, int value) throws EngineException {
        use();
        return Sqlite3.limit(db, number, value);
    }

    @Override
    public void replaceBy(Path file, BooleanSupplier stop) throws EngineException {
        use();
        ForeignBackup.from(file, db, stop);
    }

    /** Returns the buffer for the bytes of blobs. */
    MemorySegment blobBuffer() {
        MemorySegment allocated = blobBuffer;
        if (allocated == null) {
            allocated = arena.allocate(BLOB_BUFFER);
            blobBuffer = allocated;
        }
        return allocated;
    }

    @Override
    public int counter(Counter counter) throws EngineException {
        use();
        return Sqlite3.dbStatus(db, counter.code());
    }

    @Override
    public long changes() throws EngineException {
        use();
        return Sqlite3.changes(db);
    }

    @Override
    public long totalChanges() throws EngineException {
        use();
        return Sqlite3.totalChanges(db);
    }

    @Override
    public long lastInsertRowid() throws EngineException {
        use();
        return Sqlite3.lastInsertRowid(db);
    }

    @Override
    public boolean watchInserts(@Nullable String table) throws EngineException {
        use();
        return hooks.watchInserts(table);
    }

    @Override
    public void close() throws EngineException {
        checkThread();
        if (closed) {
            return;
        }
        hooks.removeAll();
        closeHandles();
        closed = true;
        int code = Sqlite3.close(db);
        if (code != OK) {
            // It is still open, and may call functions of the arena.
            throw new EngineException(code, Sqlite3.errstr(code));
        }
        arena.close();
    }

    private void closeHandles() {
        List.copyOf(handles).forEach(ForeignHandle::close);
    }

    void opened(ForeignHandle handle) {
        handles.add(handle);
    }

    void closed(ForeignHandle handle) {
        handles.remove(handle);
    }

    private void check(int code) throws EngineException {
        if (code != OK) {
            throw failure(code);
        }
    }

    /** Tells whether a comparison has failed in the step that was just made. */
    boolean hasComparisonFailed() {
        return failures.isPending();
    }

    /** Returns the failure of a step. After one of a comparison the transaction is rolled back: rows may be in a wrong order. */
    EngineException stepFailed(int code, boolean mayWrite) {
        if (!failures.isPending()) {
            return failure(code);
        }
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

    /** Returns the failure of the call that has just returned a code. */
    EngineException failure(int code) {
        return failures.explain(reported(code));
    }

    private EngineException reported(int code) {
        int extended = Sqlite3.extendedErrcode(db);
        // SQLite does not note on the connection a misuse that it finds before it looks at the connection.
        return (extended & 0xff) == (code & 0xff)
                ? new EngineException(extended, Sqlite3.errmsg(db))
                : new EngineException(code, Sqlite3.errstr(code));
    }
}
