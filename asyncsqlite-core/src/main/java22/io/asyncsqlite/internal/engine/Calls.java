package io.asyncsqlite.internal.engine;

import static io.asyncsqlite.internal.engine.ApiTable.critical;
import static io.asyncsqlite.internal.engine.ApiTable.criticalLongs;
import static io.asyncsqlite.internal.engine.ApiTable.longs;
import static io.asyncsqlite.internal.engine.Sqlite3.unexpected;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.Codes;

/** The functions of SQLite that define functions and collations, read their arguments and set their results, by their C names. */
@SuppressWarnings("restricted") // This engine calls native code.
final class Calls {

    private static final long UTF8 = 1;
    private static final byte[] NO_BYTES = {};

    private static final MethodHandle CREATE_FUNCTION_V2 = longs(162, 10);
    private static final MethodHandle CREATE_WINDOW_FUNCTION = longs(239, 10);
    private static final MethodHandle CREATE_COLLATION_V2 = longs(126, 6);
    private static final MethodHandle USER_DATA = criticalLongs(101, 2);
    private static final MethodHandle AGGREGATE_CONTEXT = longs(0, 4);

    private static final MethodHandle VALUE_TYPE = criticalLongs(113, 2);
    private static final MethodHandle VALUE_INT64 = criticalLongs(107, 2);
    private static final MethodHandle VALUE_BYTES = criticalLongs(103, 2);
    private static final MethodHandle VALUE_BLOB = longs(102, 4);

    private static final MethodHandle RESULT_NULL = criticalLongs(84, 2);
    private static final MethodHandle RESULT_INT64 = criticalLongs(83, 2);
    private static final MethodHandle RESULT_ZEROBLOB = longs(145, 4);
    private static final MethodHandle RESULT_BLOB64 = longs(201, 4);
    private static final MethodHandle RESULT_TEXT64 = longs(202, 6);
    private static final MethodHandle RESULT_ERROR = longs(80, 4);

    /** Two kinds of functions of their own, which only functions of REAL values need. */
    private static final class Reals {

        private static final MethodHandle VALUE_DOUBLE = critical(105, JAVA_DOUBLE, JAVA_LONG);
        private static final MethodHandle RESULT_DOUBLE = Linker.nativeLinker()
                .downcallHandle(
                        MemorySegment.ofAddress(ApiTable.pointer(79)),
                        FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_DOUBLE));
    }

    private Calls() {}

    /** Defines a scalar function; without a function it removes any. Calls {@code destroy} also if it fails. */
    static int createFunction(long db, byte[] name, int arguments, int flags, long key, long call, long destroy) {
        try (Arena arena = Arena.ofConfined()) {
            long text = Native.text(name, arena).address();
            return (int) (long) CREATE_FUNCTION_V2.invokeExact(
                    db, text, (long) arguments, UTF8 | flags, key, call, 0L, 0L, destroy, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Defines an aggregate, which is a window function if it has {@code value} and {@code inverse}. */
    static int createAggregate(
            long db, byte[] name, int arguments, int flags, long key, Functions.AggregateStubs stubs, boolean window) {
        try (Arena arena = Arena.ofConfined()) {
            long text = Native.text(name, arena).address();
            return (int) (long) CREATE_WINDOW_FUNCTION.invokeExact(
                    db,
                    text,
                    (long) arguments,
                    UTF8 | flags,
                    key,
                    stubs.step(),
                    stubs.last(),
                    window ? stubs.value() : 0L,
                    window ? stubs.inverse() : 0L,
                    stubs.destroy());
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Defines a collation; without a comparison it removes one. Does not call {@code destroy} if it fails. */
    static int createCollation(long db, byte[] name, long key, long compare, long destroy) {
        try (Arena arena = Arena.ofConfined()) {
            return (int) (long) CREATE_COLLATION_V2.invokeExact(
                    db, Native.text(name, arena).address(), UTF8, key, compare, destroy);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns the key that the function was defined with. */
    static long userData(long context) {
        try {
            return (long) USER_DATA.invokeExact(context, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns the address of memory of the group, zero at first; 0 if there is none. */
    static long aggregateContext(long context, int bytes) {
        try {
            return (long) AGGREGATE_CONTEXT.invokeExact(context, (long) bytes, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static @Nullable Object value(long value) {
        try {
            return switch ((int) (long) VALUE_TYPE.invokeExact(value, 0L)) {
                case Codes.SQLITE_INTEGER -> (long) VALUE_INT64.invokeExact(value, 0L);
                case Codes.SQLITE_FLOAT -> (double) Reals.VALUE_DOUBLE.invokeExact(value);
                case Codes.SQLITE_TEXT -> text(bytes(value), Values.encodingOf(value));
                case Codes.SQLITE_BLOB -> bytes(value);
                default -> null;
            };
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static Object text(byte[] bytes, Charset encoding) {
        return MalformedText.orText(bytes, bytes.length, encoding);
    }

    /** Returns the bytes of a BLOB, or of a TEXT in the encoding that it has. */
    private static byte[] bytes(long value) throws Throwable {
        long address = (long) VALUE_BLOB.invokeExact(value, 0L, 0L, 0L);
        int length = (int) (long) VALUE_BYTES.invokeExact(value, 0L);
        if (length == 0) {
            return NO_BYTES;
        }
        if (address == 0) {
            throw new OutOfMemoryError("SQLite has no memory for an argument of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        Native.read(address, bytes, 0, length);
        return bytes;
    }

    static void result(long context, @Nullable Object value) {
        try {
            switch (value) {
                case null -> {
                    long ignored = (long) RESULT_NULL.invokeExact(context, 0L);
                }
                case Long number -> {
                    long ignored = (long) RESULT_INT64.invokeExact(context, number.longValue());
                }
                case Double number -> Reals.RESULT_DOUBLE.invokeExact(context, number.doubleValue());
                case String text -> {
                    byte[] utf8 = Native.utf8(text);
                    long ignored = (long) RESULT_TEXT64.invokeExact(
                            context, Values.given(utf8), (long) utf8.length, Values.FREE_POINTER, UTF8, 0L);
                }
                default -> blob(context, (byte[]) value);
            }
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static void blob(long context, byte[] bytes) throws Throwable {
        if (bytes.length == 0) {
            // A blob without bytes has no address, and would be NULL.
            long ignored = (long) RESULT_ZEROBLOB.invokeExact(context, 0L, 0L, 0L);
        } else {
            long ignored = (long)
                    RESULT_BLOB64.invokeExact(context, Values.given(bytes), (long) bytes.length, Values.FREE_POINTER);
        }
    }

    static void error(long context, String message) {
        byte[] utf8 = Native.utf8(message);
        try (Arena arena = Arena.ofConfined()) {
            long text = Native.text(utf8, arena).address();
            long ignored = (long) RESULT_ERROR.invokeExact(context, text, (long) utf8.length, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }
}
