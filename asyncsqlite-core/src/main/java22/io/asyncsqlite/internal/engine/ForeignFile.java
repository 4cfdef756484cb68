package io.asyncsqlite.internal.engine;

import static io.asyncsqlite.internal.engine.ApiTable.longs;
import static io.asyncsqlite.internal.engine.ApiTable.longsAt;
import static io.asyncsqlite.internal.engine.Sqlite3.unexpected;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import org.sqlite.core.Codes;

/**
 * The {@code sqlite3_file} of a connection's main database, read by the functions of its VFS.
 *
 * @see <a href="https://www.sqlite.org/c3ref/io_methods.html">sqlite3_io_methods</a>
 */
final class ForeignFile implements EngineFile {

    private static final int FCNTL_FILE_POINTER = 7;
    private static final int IOERR_SHORT_READ = 522;

    // Places of functions in struct sqlite3_io_methods, whose first member is a number.
    private static final int X_READ = 2 * Long.BYTES;
    private static final int X_FILE_SIZE = 6 * Long.BYTES;

    private static final MethodHandle FILE_CONTROL = longs(127, 4);

    private final ForeignConnection connection;
    private final long pointer;
    private final MethodHandle read;
    private final MethodHandle fileSize;

    private ForeignFile(ForeignConnection connection, long pointer) {
        this.connection = connection;
        this.pointer = pointer;
        long methods = Native.longAt(pointer);
        this.read = longsAt(Native.longAt(methods + X_READ), 4);
        this.fileSize = longsAt(Native.longAt(methods + X_FILE_SIZE), 4);
    }

    static ForeignFile of(ForeignConnection connection, long db) throws EngineException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer = arena.allocate(JAVA_LONG);
            check(control(db, Native.text(Backups.MAIN, arena).address(), pointer.address()));
            return new ForeignFile(connection, pointer.get(JAVA_LONG, 0));
        }
    }

    private static int control(long db, long schema, long pointer) {
        try {
            return (int) (long) FILE_CONTROL.invokeExact(db, schema, (long) FCNTL_FILE_POINTER, pointer);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public long size() throws EngineException {
        connection.use();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(JAVA_LONG);
            check(size(bytes.address()));
            return bytes.get(JAVA_LONG, 0);
        }
    }

    private int size(long bytes) {
        try {
            return (int) (long) fileSize.invokeExact(pointer, bytes, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    @Override
    public void read(long position, ByteBuffer target) throws EngineException {
        connection.use();
        int code = read(MemorySegment.ofBuffer(target).address(), target.remaining(), position);
        if (code != IOERR_SHORT_READ) {
            check(code);
        }
    }

    private int read(long target, int length, long position) {
        try {
            return (int) (long) read.invokeExact(pointer, target, (long) length, position);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static void check(int code) throws EngineException {
        if (code != Codes.SQLITE_OK) {
            throw new EngineException(code, Sqlite3.errstr(code));
        }
    }
}
