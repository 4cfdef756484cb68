package io.asyncsqlite.internal.engine;

import static io.asyncsqlite.internal.engine.ApiTable.longs;
import static io.asyncsqlite.internal.engine.Sqlite3.unexpected;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.Codes;

/** The function of SQLite that loads extensions. It runs their code, so it is not critical. */
final class Libraries {

    private static final MethodHandle LOAD_EXTENSION = longs(196, 4);

    private Libraries() {}

    /** Loads an extension on a connection that allows it. */
    static void load(long db, byte[] file, byte @Nullable [] entryPoint) throws EngineException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment path = Native.text(file, arena);
            long entry = entryPoint == null ? 0 : Native.text(entryPoint, arena).address();
            MemorySegment message = arena.allocate(JAVA_LONG);
            int code = load(db, path.address(), entry, message.address());
            if (code != Codes.SQLITE_OK) {
                long text = message.get(JAVA_LONG, 0);
                String why = text == 0 ? Sqlite3.errstr(code) : Native.string(text);
                Values.free(text);
                throw new EngineException(code, why);
            }
        }
    }

    private static int load(long db, long file, long entryPoint, long message) {
        try {
            return (int) (long) LOAD_EXTENSION.invokeExact(db, file, entryPoint, message);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }
}
