package io.asyncsqlite.internal.engine;

import static io.asyncsqlite.internal.engine.ApiTable.critical;
import static io.asyncsqlite.internal.engine.ApiTable.criticalLongs;
import static io.asyncsqlite.internal.engine.ApiTable.criticalOnHeap;
import static io.asyncsqlite.internal.engine.ApiTable.longs;
import static io.asyncsqlite.internal.engine.Sqlite3.unexpected;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The functions of SQLite that bind parameters and read columns, by their C names.
 *
 * <p>Functions that only move a few bytes are critical: the garbage collector waits for them, so they are cheap and can read a
 * Java array. They neither wait nor call back. Functions that may convert, or move many bytes, are not critical.
 */
final class Values {

    private static final byte UTF8 = 1;
    private static final int UTF16LE = 2;
    private static final int UTF16BE = 3;
    private static final long TRANSIENT = -1;

    /** Bytes that are copied from a Java array inside one critical call. */
    private static final int FEW = 8 * 1024;

    private static final MethodHandle COLUMN_COUNT = criticalLongs(22, 2);
    private static final MethodHandle COLUMN_TYPE = criticalLongs(38, 2);
    private static final MethodHandle COLUMN_INT64 = criticalLongs(29, 2);
    private static final MethodHandle COLUMN_BYTES = criticalLongs(20, 2);
    private static final MethodHandle COLUMN_BLOB = longs(19, 4);
    private static final MethodHandle COLUMN_BLOB_OF_TEXT = criticalLongs(19, 2);
    private static final MethodHandle COLUMN_VALUE = criticalLongs(39, 2);
    private static final MethodHandle VALUE_ENCODING = criticalLongs(265, 2);

    private static final MethodHandle BIND_NULL = criticalLongs(6, 3);
    private static final MethodHandle BIND_INT64 = criticalLongs(5, 3);
    private static final MethodHandle BIND_ZEROBLOB = longs(120, 4);
    private static final MethodHandle BIND_TEXT_OF_HEAP = criticalOnHeap(194);
    private static final MethodHandle BIND_BLOB_OF_HEAP = criticalOnHeap(193);
    private static final MethodHandle BIND_TEXT = longs(194, 6);
    private static final MethodHandle BIND_BLOB = longs(193, 6);
    private static final MethodHandle MALLOC64 = longs(197, 1);
    private static final MethodHandle FREE = longs(58, 1);
    static final long FREE_POINTER = ApiTable.pointer(58);

    /** Two kinds of functions of their own, which only programs with REAL values need. */
    private static final class Reals {

        private static final MethodHandle COLUMN_DOUBLE = critical(27, JAVA_DOUBLE, JAVA_LONG, JAVA_INT);
        private static final MethodHandle BIND_DOUBLE = critical(3, JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_DOUBLE);
    }

    private Values() {}

    static int columnCount(long statement) {
        try {
            return (int) (long) COLUMN_COUNT.invokeExact(statement, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int columnType(long statement, int column) {
        try {
            return (int) (long) COLUMN_TYPE.invokeExact(statement, (long) column);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long columnInt64(long statement, int column) {
        try {
            return (long) COLUMN_INT64.invokeExact(statement, (long) column);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static double columnDouble(long statement, int column) {
        try {
            return (double) Reals.COLUMN_DOUBLE.invokeExact(statement, column);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns the length of the value that {@link #columnBytesOfText} or {@link #columnBlob} has just returned. */
    static int columnBytes(long statement, int column) {
        try {
            return (int) (long) COLUMN_BYTES.invokeExact(statement, (long) column);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long columnBlob(long statement, int column) {
        try {
            return (long) COLUMN_BLOB.invokeExact(statement, (long) column, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * Returns the address of the bytes of a TEXT, in its own encoding and without NUL at its end. Nothing is converted or moved.
     */
    static long columnBytesOfText(long statement, int column) {
        try {
            return (long) COLUMN_BLOB_OF_TEXT.invokeExact(statement, (long) column);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Returns how a TEXT is encoded. */
    static Charset encoding(long statement, int column) {
        try {
            return encodingOf((long) COLUMN_VALUE.invokeExact(statement, (long) column));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static Charset encodingOf(long value) {
        try {
            return switch ((int) (long) VALUE_ENCODING.invokeExact(value, 0L)) {
                case UTF16LE -> StandardCharsets.UTF_16LE;
                case UTF16BE -> StandardCharsets.UTF_16BE;
                default -> StandardCharsets.UTF_8;
            };
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int bindNull(long statement, int parameter) {
        try {
            return (int) (long) BIND_NULL.invokeExact(statement, (long) parameter, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int bindInt64(long statement, int parameter, long value) {
        try {
            return (int) (long) BIND_INT64.invokeExact(statement, (long) parameter, value);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int bindDouble(long statement, int parameter, double value) {
        try {
            return (int) Reals.BIND_DOUBLE.invokeExact(statement, parameter, value);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int bindText(long statement, int parameter, byte[] utf8) {
        long length = utf8.length;
        try {
            if (length <= FEW) {
                MemorySegment heap = MemorySegment.ofArray(utf8);
                return (int) (long) BIND_TEXT_OF_HEAP.invokeExact(
                        statement, (long) parameter, heap, length, TRANSIENT, (long) UTF8);
            }
            return (int) (long)
                    BIND_TEXT.invokeExact(statement, (long) parameter, given(utf8), length, FREE_POINTER, (long) UTF8);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int bindBlob(long statement, int parameter, byte[] bytes) {
        long length = bytes.length;
        try {
            if (length == 0) {
                // A blob without bytes has no address, and SQLite would bind NULL.
                return (int) (long) BIND_ZEROBLOB.invokeExact(statement, (long) parameter, 0L, 0L);
            }
            if (length <= FEW) {
                MemorySegment heap = MemorySegment.ofArray(bytes);
                return (int)
                        (long) BIND_BLOB_OF_HEAP.invokeExact(statement, (long) parameter, heap, length, TRANSIENT, 0L);
            }
            return (int)
                    (long) BIND_BLOB.invokeExact(statement, (long) parameter, given(bytes), length, FREE_POINTER, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Copies bytes, or none, into SQLite's own memory, which SQLite frees, also when it cannot take them. */
    static long given(byte[] bytes) throws Throwable {
        // SQLite gives no memory for 0 bytes.
        long address = (long) MALLOC64.invokeExact((long) Math.max(1, bytes.length));
        if (address == 0) {
            throw new OutOfMemoryError("SQLite has no memory for a value of " + bytes.length + " bytes");
        }
        try {
            Native.write(bytes, 0, bytes.length, address);
            return address;
        } catch (Throwable e) {
            long ignored = (long) FREE.invokeExact(address);
            throw e;
        }
    }

    /** Frees memory of SQLite, or nothing with 0. */
    static void free(long address) {
        try {
            long ignored = (long) FREE.invokeExact(address);
        } catch (Throwable e) {
            throw Sqlite3.unexpected(e);
        }
    }
}
