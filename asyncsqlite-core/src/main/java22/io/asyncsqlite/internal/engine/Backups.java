package io.asyncsqlite.internal.engine;

import static io.asyncsqlite.internal.engine.ApiTable.longs;
import static io.asyncsqlite.internal.engine.Sqlite3.unexpected;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** The functions of SQLite that copy databases, by their C names. They do I/O, so none is critical. */
final class Backups {

    /** The name of the main database. */
    static final byte[] MAIN = "main".getBytes(StandardCharsets.UTF_8);

    private static final MethodHandle BACKUP_FINISH = longs(155, 1);
    private static final MethodHandle BACKUP_INIT = longs(156, 4);
    private static final MethodHandle BACKUP_PAGECOUNT = longs(157, 1);
    private static final MethodHandle BACKUP_REMAINING = longs(158, 1);
    private static final MethodHandle BACKUP_STEP = longs(159, 4);

    private Backups() {}

    /** Begins to copy one main database into another. Returns 0 if that failed; the target then says why. */
    static long init(long target, long source) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = Native.text(MAIN, arena);
            return (long) BACKUP_INIT.invokeExact(target, name.address(), source, name.address());
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int step(long backup, int pages) {
        try {
            return (int) (long) BACKUP_STEP.invokeExact(backup, (long) pages, 0L, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int remaining(long backup) {
        try {
            return (int) (long) BACKUP_REMAINING.invokeExact(backup);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int pageCount(long backup) {
        try {
            return (int) (long) BACKUP_PAGECOUNT.invokeExact(backup);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int finish(long backup) {
        try {
            return (int) (long) BACKUP_FINISH.invokeExact(backup);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }
}
