package io.asyncsqlite.internal.engine;

import static io.asyncsqlite.internal.engine.ApiTable.criticalLongs;
import static io.asyncsqlite.internal.engine.ApiTable.longs;
import static io.asyncsqlite.internal.engine.ApiTable.variadic;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The functions of SQLite about connections and statements, by their C names. Pointers are {@code long}. Nothing is checked here: a wrong
 * pointer ends the process.
 *
 * <p>Calls of functions that may wait, do I/O or call back let the garbage collector go on meanwhile.
 *
 * @see <a href="https://www.sqlite.org/c3ref/funclist.html">List of functions</a>
 */
final class Sqlite3 {

    private static final int PREPARE_PERSISTENT = 1;
    private static final int STMTSTATUS_REPREPARE = 5;

    private static final MethodHandle LIBVERSION_NUMBER = longs(67, 1);
    private static final MethodHandle OPEN_V2 = longs(135, 4);
    private static final MethodHandle CLOSE = longs(16, 1);
    private static final MethodHandle LIMIT = longs(151, 4);
    private static final MethodHandle DB_CONFIG = variadic(163, 2, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle BUSY_HANDLER = longs(13, 4);
    private static final MethodHandle SET_AUTHORIZER = longs(91, 4);
    private static final MethodHandle TRACE_V2 = longs(214, 4);
    private static final MethodHandle UPDATE_HOOK = longs(100, 4);
    private static final MethodHandle DB_STATUS = longs(165, 6);
    private static final MethodHandle PROGRESS_HANDLER = longs(75, 4);
    private static final MethodHandle GET_AUTOCOMMIT = longs(60, 1);
    private static final MethodHandle CHANGES64 = criticalLongs(253, 2);
    private static final MethodHandle TOTAL_CHANGES64 = criticalLongs(254, 2);
    private static final MethodHandle LAST_INSERT_ROWID = criticalLongs(65, 2);
    private static final MethodHandle EXTENDED_ERRCODE = longs(166, 1);
    private static final MethodHandle ERRMSG = longs(53, 1);
    private static final MethodHandle ERRSTR = longs(183, 1);
    private static final MethodHandle ERROR_OFFSET = longs(256, 1);
    private static final MethodHandle EXEC = longs(55, 6);
    private static final MethodHandle PREPARE_V3 = longs(217, 6);
    private static final MethodHandle BIND_PARAMETER_COUNT = longs(7, 1);
    private static final MethodHandle STMT_READONLY = longs(185, 1);
    private static final MethodHandle STMT_ISEXPLAIN = longs(241, 1);
    private static final MethodHandle SQL = longs(153, 1);
    private static final MethodHandle STMT_STATUS = longs(170, 4);
    private static final MethodHandle COLUMN_NAME = longs(30, 4);
    private static final MethodHandle COLUMN_DECLTYPE = longs(25, 4);
    private static final MethodHandle STEP = longs(94, 1);
    private static final MethodHandle RESET = longs(77, 1);
    private static final MethodHandle CLEAR_BINDINGS = longs(118, 1);
    private static final MethodHandle FINALIZE = longs(57, 1);

    private Sqlite3() {}

    static int libversionNumber() {
        try {
            return (int) (long) LIBVERSION_NUMBER.invokeExact(0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Opens a connection, or throws why not. */
    static long open(String name, int flags) throws EngineException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = Native.text(Native.utf8(name), arena);
            MemorySegment pointer = arena.allocate(JAVA_LONG);
            int code = open(text.address(), pointer.address(), flags);
            long db = pointer.get(JAVA_LONG, 0);
            if (code != 0) {
                String message = db == 0 ? errstr(code) : errmsg(db);
                // SQLite opens a connection also where it fails, so that it can be asked why.
                close(db);
                throw new EngineException(code, message);
            }
            return db;
        }
    }

    private static int open(long name, long pointer, int flags) {
        try {
            return (int) (long) OPEN_V2.invokeExact(name, pointer, (long) flags, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int close(long db) {
        try {
            return (int) (long) CLOSE.invokeExact(db);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int limit(long db, int id, int value) {
        try {
            return (int) (long) LIMIT.invokeExact(db, (long) id, (long) value, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int dbConfig(long db, int option, int value) {
        try {
            return (int) DB_CONFIG.invokeExact(db, option, value, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int busyHandler(long db, MemorySegment callback) {
        try {
            return (int) (long) BUSY_HANDLER.invokeExact(db, callback.address(), 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int setAuthorizer(long db, MemorySegment callback) {
        try {
            return (int) (long) SET_AUTHORIZER.invokeExact(db, callback.address(), 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int traceV2(long db, int events, MemorySegment callback) {
        try {
            return (int) (long) TRACE_V2.invokeExact(db, (long) events, callback.address(), 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void updateHook(long db, MemorySegment callback) {
        try {
            long ignored = (long) UPDATE_HOOK.invokeExact(db, callback.address(), 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void progressHandler(long db, int steps, MemorySegment callback) {
        try {
            long ignored = (long) PROGRESS_HANDLER.invokeExact(db, (long) steps, callback.address(), 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns a counter of a connection, or -1 if SQLite does not know it. */
    static int dbStatus(long db, int counter) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(JAVA_INT, 2);
            long address = values.address();
            int code = (int) (long) DB_STATUS.invokeExact(db, (long) counter, address, address + Integer.BYTES, 0L, 0L);
            return code == 0 ? values.get(JAVA_INT, 0) : -1;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static boolean autocommit(long db) {
        try {
            return (int) (long) GET_AUTOCOMMIT.invokeExact(db) != 0;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long changes(long db) {
        try {
            return (long) CHANGES64.invokeExact(db, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long totalChanges(long db) {
        try {
            return (long) TOTAL_CHANGES64.invokeExact(db, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long lastInsertRowid(long db) {
        try {
            return (long) LAST_INSERT_ROWID.invokeExact(db, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int extendedErrcode(long db) {
        try {
            return (int) (long) EXTENDED_ERRCODE.invokeExact(db);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static String errmsg(long db) {
        try {
            return Native.string((long) ERRMSG.invokeExact(db));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static String errstr(int code) {
        try {
            return Native.string((long) ERRSTR.invokeExact((long) code));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns the byte of the SQL text that the latest error is about, or -1. */
    static int errorOffset(long db) {
        try {
            return (int) (long) ERROR_OFFSET.invokeExact(db);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int exec(long db, byte[] sql) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) (long) EXEC.invokeExact(db, Native.text(sql, arena).address(), 0L, 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Compiles the first statement; its pointer is the first element, 0 if the text holds none. */
    static int prepare(long db, byte[] sql, long[] statement) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = arena.allocate(JAVA_LONG);
            int code = (int) (long) PREPARE_V3.invokeExact(
                    db,
                    Native.text(sql, arena).address(),
                    (long) (sql.length + 1),
                    (long) PREPARE_PERSISTENT,
                    pointer.address(),
                    0L);
            statement[0] = pointer.get(JAVA_LONG, 0);
            return code;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int bindParameterCount(long statement) {
        try {
            return (int) (long) BIND_PARAMETER_COUNT.invokeExact(statement);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Tells whether the statement cannot change the database. For an EXPLAIN, tells it of the explained statement. */
    static boolean stmtReadonly(long statement) {
        try {
            return (int) (long) STMT_READONLY.invokeExact(statement) != 0;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static boolean stmtIsexplain(long statement) {
        try {
            return (int) (long) STMT_ISEXPLAIN.invokeExact(statement) != 0;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns how often SQLite compiled the statement anew, because the schema had changed. */
    static int timesCompiledAnew(long statement) {
        try {
            return (int) (long) STMT_STATUS.invokeExact(statement, (long) STMTSTATUS_REPREPARE, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns a counter of a statement and sets it to zero. */
    static int takeStatus(long statement, int counter) {
        try {
            return (int) (long) STMT_STATUS.invokeExact(statement, (long) counter, 1L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns the address of the text that a statement was compiled from. */
    static long sql(long statement) {
        try {
            return (long) SQL.invokeExact(statement);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static String columnName(long statement, int column) {
        try {
            return Native.string((long) COLUMN_NAME.invokeExact(statement, (long) column, 0L, 0L));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns null for an expression and for a column that was declared without a type. */
    static @Nullable String columnDecltype(long statement, int column) {
        try {
            long text = (long) COLUMN_DECLTYPE.invokeExact(statement, (long) column, 0L, 0L);
            return text == 0 ? null : Native.string(text);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int step(long statement) {
        try {
            return (int) (long) STEP.invokeExact(statement);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns the error of the latest step once more. */
    static int reset(long statement) {
        try {
            return (int) (long) RESET.invokeExact(statement);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int clearBindings(long statement) {
        try {
            return (int) (long) CLEAR_BINDINGS.invokeExact(statement);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns the error of the latest step once more. */
    static int finish(long statement) {
        try {
            return (int) (long) FINALIZE.invokeExact(statement);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Rethrows errors of the JVM; a call throws no other exceptions. */
    static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException exception ? exception : new IllegalStateException(e);
    }
}
