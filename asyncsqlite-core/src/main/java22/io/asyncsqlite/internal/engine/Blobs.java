package io.asyncsqlite.internal.engine;

import static io.asyncsqlite.internal.engine.ApiTable.longs;
import static io.asyncsqlite.internal.engine.Sqlite3.unexpected;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The functions of SQLite about incremental I/O, by their C names. They do I/O, so none is critical. */
final class Blobs {

    private static final MethodHandle BLOB_OPEN = longs(123, 7);
    private static final MethodHandle BLOB_CLOSE = longs(122, 1);
    private static final MethodHandle BLOB_BYTES = longs(121, 1);
    private static final MethodHandle BLOB_READ = longs(124, 4);
    private static final MethodHandle BLOB_WRITE = longs(125, 4);

    private Blobs() {}

    /** Opens a value; its pointer is the first element, 0 if that failed. */
    static int open(long db, byte[] database, byte[] table, byte[] column, long rowid, boolean writable, long[] blob) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = arena.allocate(JAVA_LONG);
            int code = (int) (long) BLOB_OPEN.invokeExact(
                    db,
                    Native.text(database, arena).address(),
                    Native.text(table, arena).address(),
                    Native.text(column, arena).address(),
                    rowid,
                    (long) (writable ? 1 : 0),
                    pointer.address());
            blob[0] = pointer.get(JAVA_LONG, 0);
            return code;
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int close(long blob) {
        try {
            return (int) (long) BLOB_CLOSE.invokeExact(blob);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int bytes(long blob) {
        try {
            return (int) (long) BLOB_BYTES.invokeExact(blob);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int read(long blob, long target, int length, int position) {
        try {
            return (int) (long) BLOB_READ.invokeExact(blob, target, (long) length, (long) position);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int write(long blob, long source, int length, int position) {
        try {
            return (int) (long) BLOB_WRITE.invokeExact(blob, source, (long) length, (long) position);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }
}
