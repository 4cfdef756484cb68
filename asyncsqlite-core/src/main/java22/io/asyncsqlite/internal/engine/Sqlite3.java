package io.asyncsqlite.internal.engine;

import static io.asyncsqlite.internal.engine.ApiTable.critical;
import static io.asyncsqlite.internal.engine.ApiTable.function;
import static io.asyncsqlite.internal.engine.ApiTable.procedure;
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

    private static final MethodHandle LIBVERSION_NUMBER = function(67, JAVA_INT);
    private static final MethodHandle OPEN_V2 = function(135, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG);
    private static final MethodHandle CLOSE = function(16, JAVA_INT, JAVA_LONG);
    private static final MethodHandle DB_CONFIG = variadic(163, 2, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle BUSY_HANDLER = function(13, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SET_AUTHORIZER = function(91, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle TRACE_V2 = function(214, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle DB_STATUS =
            function(165, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle PROGRESS_HANDLER = procedure(75, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle GET_AUTOCOMMIT = function(60, JAVA_INT, JAVA_LONG);
    private static final MethodHandle CHANGES64 = critical(253, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle LAST_INSERT_ROWID = critical(65, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle EXTENDED_ERRCODE = function(166, JAVA_INT, JAVA_LONG);
    private static final MethodHandle ERRMSG = function(53, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle ERRSTR = function(183, JAVA_LONG, JAVA_INT);
    private static final MethodHandle ERROR_OFFSET = function(256, JAVA_INT, JAVA_LONG);
    private static final MethodHandle EXEC =
            function(55, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PREPARE_V3 =
            function(217, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle BIND_PARAMETER_COUNT = function(7, JAVA_INT, JAVA_LONG);
    private static final MethodHandle STMT_READONLY = function(185, JAVA_INT, JAVA_LONG);
    private static final MethodHandle STMT_ISEXPLAIN = function(241, JAVA_INT, JAVA_LONG);
    private static final MethodHandle SQL = function(153, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle STMT_STATUS = function(170, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle COLUMN_NAME = function(30, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle COLUMN_DECLTYPE = function(25, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final MethodHandle STEP = function(94, JAVA_INT, JAVA_LONG);
    private static final MethodHandle RESET = function(77, JAVA_INT, JAVA_LONG);
    private static final MethodHandle CLEAR_BINDINGS = function(118, JAVA_INT, JAVA_LONG);
    private static final MethodHandle FINALIZE = function(57, JAVA_INT, JAVA_LONG);

    private Sqlite3() {}

    static int libversionNumber() {
        try {
            return (int) LIBVERSION_NUMBER.invokeExact();
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
            return (int) OPEN_V2.invokeExact(name, pointer, flags, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int close(long db) {
        try {
            return (int) CLOSE.invokeExact(db);
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
            return (int) BUSY_HANDLER.invokeExact(db, callback.address(), 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int setAuthorizer(long db, MemorySegment callback) {
        try {
            return (int) SET_AUTHORIZER.invokeExact(db, callback.address(), 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int traceV2(long db, int events, MemorySegment callback) {
        try {
            return (int) TRACE_V2.invokeExact(db, events, callback.address(), 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void progressHandler(long db, int steps, MemorySegment callback) {
        try {
            PROGRESS_HANDLER.invokeExact(db, steps, callback.address(), 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns a counter of a connection, or -1 if SQLite does not know it. */
    static int dbStatus(long db, int counter) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(JAVA_INT, 2);
            long address = values.address();
            int code = (int) DB_STATUS.invokeExact(db, counter, address, address + Integer.BYTES, 0);
            return code == 0 ? values.get(JAVA_INT, 0) : -1;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static boolean autocommit(long db) {
        try {
            return (int) GET_AUTOCOMMIT.invokeExact(db) != 0;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long changes(long db) {
        try {
            return (long) CHANGES64.invokeExact(db);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long lastInsertRowid(long db) {
        try {
            return (long) LAST_INSERT_ROWID.invokeExact(db);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int extendedErrcode(long db) {
        try {
            return (int) EXTENDED_ERRCODE.invokeExact(db);
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
            return Native.string((long) ERRSTR.invokeExact(code));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns the byte of the SQL text that the latest error is about, or -1. */
    static int errorOffset(long db) {
        try {
            return (int) ERROR_OFFSET.invokeExact(db);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int exec(long db, byte[] sql) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) EXEC.invokeExact(db, Native.text(sql, arena).address(), 0L, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Compiles the first statement; its pointer is the first element, 0 if the text holds none. */
    static int prepare(long db, byte[] sql, long[] statement) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = arena.allocate(JAVA_LONG);
            int code = (int) PREPARE_V3.invokeExact(
                    db, Native.text(sql, arena).address(), sql.length + 1, PREPARE_PERSISTENT, pointer.address(), 0L);
            statement[0] = pointer.get(JAVA_LONG, 0);
            return code;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int bindParameterCount(long statement) {
        try {
            return (int) BIND_PARAMETER_COUNT.invokeExact(statement);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Tells whether the statement cannot change the database. For an EXPLAIN, tells it of the explained statement. */
    static boolean stmtReadonly(long statement) {
        try {
            return (int) STMT_READONLY.invokeExact(statement) != 0;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static boolean stmtIsexplain(long statement) {
        try {
            return (int) STMT_ISEXPLAIN.invokeExact(statement) != 0;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns how often SQLite compiled the statement anew, because the schema had changed. */
    static int timesCompiledAnew(long statement) {
        try {
            return (int) STMT_STATUS.invokeExact(statement, STMTSTATUS_REPREPARE, 0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns a counter of a statement and sets it to zero. */
    static int takeStatus(long statement, int counter) {
        try {
            return (int) STMT_STATUS.invokeExact(statement, counter, 1);
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
            return Native.string((long) COLUMN_NAME.invokeExact(statement, column));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns null for an expression and for a column that was declared without a type. */
    static @Nullable String columnDecltype(long statement, int column) {
        try {
            long text = (long) COLUMN_DECLTYPE.invokeExact(statement, column);
            return text == 0 ? null : Native.string(text);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int step(long statement) {
        try {
            return (int) STEP.invokeExact(statement);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns the error of the latest step once more. */
    static int reset(long statement) {
        try {
            return (int) RESET.invokeExact(statement);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int clearBindings(long statement) {
        try {
            return (int) CLEAR_BINDINGS.invokeExact(statement);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns the error of the latest step once more. */
    static int finish(long statement) {
        try {
            return (int) FINALIZE.invokeExact(statement);
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
